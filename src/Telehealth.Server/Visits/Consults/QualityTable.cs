using Npgsql;
using Telehealth.Domain.Visits.Consults;
using Telehealth.Media.Congestion;
using Telehealth.Server.Platform.Access;
using Telehealth.Server.Platform.Contracts;
using Telehealth.Server.Platform.EventStore;

namespace Telehealth.Server.Visits.Consults;

/// <summary>How calls were, one row a participant: figures and nothing else.</summary>
internal sealed class QualityTable(NpgsqlDataSource database)
{
    /// <summary>
    /// Of two rows of one participant the longer call stands: after a restart of the server its second part must not hide the first.
    /// </summary>
    private const string Upsert = """
        insert into consults.consult_quality as known (
            tenant, consult_id, participant_id, role, seconds, worst_rung, video_share, audio_only_share, suggest_phone_share, round_trip_median_ms,
            round_trip_p95_ms, loss_from_median_percent, loss_from_p95_percent, loss_to_median_percent, loss_to_p95_percent, freezes,
            frames_dropped_share, break_ups, reconnects, path, trouble)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)
        on conflict (tenant, consult_id, participant_id) do update set
            seconds = excluded.seconds, worst_rung = excluded.worst_rung, video_share = excluded.video_share,
            audio_only_share = excluded.audio_only_share, suggest_phone_share = excluded.suggest_phone_share,
            round_trip_median_ms = excluded.round_trip_median_ms, round_trip_p95_ms = excluded.round_trip_p95_ms,
            loss_from_median_percent = excluded.loss_from_median_percent, loss_from_p95_percent = excluded.loss_from_p95_percent,
            loss_to_median_percent = excluded.loss_to_median_percent, loss_to_p95_percent = excluded.loss_to_p95_percent,
            freezes = excluded.freezes, frames_dropped_share = excluded.frames_dropped_share, break_ups = excluded.break_ups,
            reconnects = excluded.reconnects, path = excluded.path, trouble = excluded.trouble
        where excluded.seconds >= known.seconds
        """;

    public async Task Write(SeatFigures of, CancellationToken ct)
    {
        var (seat, figures) = (of.Seat, of.Figures);
        await using var command = database.Command(
            Upsert, seat.Tenant.Value, seat.Consult, seat.Participant, of.Role.ToWire(), figures.Seconds, figures.WorstRung.ToWire(),
            figures.VideoShare, figures.AudioOnlyShare, figures.SuggestPhoneShare, figures.RoundTripMedianMs, figures.RoundTripP95Ms,
            figures.LossFromMedianPercent, figures.LossFromP95Percent, figures.LossToMedianPercent, figures.LossToP95Percent,
            figures.Freezes, figures.FramesDroppedShare, figures.BreakUps, figures.Reconnects, figures.Path.ToWire(),
            QualityWords.TroubleOf(figures).ToWire());
        await command.ExecuteNonQueryAsync(ct);
    }

    public Task<IReadOnlyList<ParticipantSummary>> Of(TenantId tenant, Guid consult, CancellationToken ct) =>
        database.Query(
            """
            select q.*, coalesce(p.display_name, g.name, 'Guest') as name from consults.consult_quality q
            left join people.name p on p.tenant = q.tenant and p.id = q.participant_id
            left join consults.guest_link g on g.tenant = q.tenant and g.link_id = q.participant_id
            where q.tenant = $1 and q.consult_id = $2 order by q.seconds desc, q.participant_id
            """,
            Read, ct, tenant.Value, consult);

    private static ParticipantSummary Read(NpgsqlDataReader row)
    {
        var role = WireNames.FromWire<ParticipantRole>(row.Text("role"));
        var figures = new QualityFigures(
            row.Integer("seconds"),
            WireNames.FromWire<QualityRung>(row.Text("worst_rung")),
            row.Number("video_share"),
            row.Number("audio_only_share"),
            row.Number("suggest_phone_share"),
            row.NumberOrNull("round_trip_median_ms"),
            row.NumberOrNull("round_trip_p95_ms"),
            row.Number("loss_from_median_percent"),
            row.Number("loss_from_p95_percent"),
            row.Number("loss_to_median_percent"),
            row.Number("loss_to_p95_percent"),
            row.Integer("freezes"),
            row.Number("frames_dropped_share"),
            row.Integer("break_ups"),
            row.Integer("reconnects"),
            WireNames.FromWire<MediaPath>(row.Text("path")));
        return new ParticipantSummary(
            row.Guid("participant_id"), row.Text("name"), role, figures.Seconds / 60.0, figures.WorstRung, figures.VideoShare,
            figures.AudioOnlyShare, figures.SuggestPhoneShare, figures.RoundTripMedianMs, figures.RoundTripP95Ms,
            figures.LossFromMedianPercent, figures.LossFromP95Percent, figures.LossToMedianPercent, figures.LossToP95Percent,
            figures.Freezes, figures.BreakUps, figures.Reconnects, figures.Path, QualityWords.TroubleOf(figures),
            QualityWords.Why(figures, role));
    }
}
