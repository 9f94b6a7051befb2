using Telehealth.Domain.Visits.Consults;
using Telehealth.Media.Receiving;
using Telehealth.Media.Rooms;
using Telehealth.Server.Platform.Access;
using Telehealth.Server.Platform.Contracts;
using Telehealth.Server.Platform.Telemetry;

namespace Telehealth.Server.Visits.Consults;

/// <summary>How everybody's connection does: told by browsers, measured at the relay, asked for by the clinician.</summary>
internal sealed class QualityCommands(
    ConsultSeats seats, ConsultQueries queries, MediaRoom media, QualitySamples samples, QualityTable table, TimeProvider time)
{
    // They are written every few seconds.
    private static readonly TimeSpan BehindAfter = TimeSpan.FromMinutes(1);

    // Written by the loop alone, as the ticks of a time.
    private long _clearedUp = time.GetUtcNow().Ticks;

    /// <summary>Figures of seats that are empty, and not kept yet; for as long as the last round that kept all is past.</summary>
    public DueWork Work => new("quality of calls", BehindAfter, _ =>
    {
        var held = seats.Held().Select(seat => seat.Key).ToHashSet();
        var unwritten = samples.Unwritten(seat => !held.Contains(seat)).Count;
        return Task.FromResult(
            unwritten == 0 ? Due.Nothing : new Due(unwritten, new DateTimeOffset(Interlocked.Read(ref _clearedUp), TimeSpan.Zero)));
    });

    public Reply<Done> Report(Caller caller, Guid consult, QualitySample sample, string connection)
    {
        var seat = new SeatKey(caller.Tenant, consult, caller.PersonId);
        if (!seats.Holds(seat, connection) || seats.RoleOf(seat) is not { } role)
            return SeatCommands.NotSeated;
        samples.Report(seat, role, sample);
        return Done.Value;
    }

    public async Task<Reply<ConsultQuality>> Now(Caller caller, Guid consult, CancellationToken ct)
    {
        if (seats.RoleOf(new SeatKey(caller.Tenant, consult, caller.PersonId)) != ParticipantRole.Clinician)
            return SeatCommands.NotSeated;
        List<ParticipantQuality> participants = [];
        await SampleNew(caller.Tenant, consult, ct);
        foreach (var (seat, _) in seats.Held().Where(held => held.Key.Tenant == caller.Tenant && held.Key.Consult == consult))
        {
            if (await media.StatisticsOf(seat, ct) is { } statistics)
                participants.Add(ViewOf(seat, statistics, samples.NowOf(seat)));
        }

        return new ConsultQuality(participants, media.Now);
    }

    public async Task<Reply<ConsultQualitySummary>> Summary(Caller caller, Guid consult, CancellationToken ct)
    {
        if (await queries.Card(caller.Tenant, consult, ct) is not { } card || card.ClinicianId != caller.PersonId)
            return ConsultRules.NotFound;
        await WriteOut(seat => seat.Tenant == caller.Tenant && seat.Consult == consult, ct);
        return new ConsultQualitySummary(consult, await table.Of(caller.Tenant, consult, ct));
    }

    /// <summary>One sample of every seat.</summary>
    public async Task Sample(CancellationToken ct)
    {
        foreach (var (seat, role) in seats.Held())
        {
            if (await media.StatisticsOf(seat, ct) is { } statistics)
                samples.Sample(seat, role, statistics);
        }
    }

    /// <summary>
    /// Samples those who have not been yet: the clinician looks, or the consult is about to be closed after less time than passes
    /// between samples.
    /// </summary>
    public async Task SampleNew(TenantId tenant, Guid consult, CancellationToken ct)
    {
        var here = seats.Held().Where(held => held.Key.Tenant == tenant && held.Key.Consult == consult);
        foreach (var (seat, role) in here.Where(held => !samples.Knows(held.Key)))
        {
            if (await media.StatisticsOf(seat, ct) is { } statistics)
                samples.Sample(seat, role, statistics);
        }
    }

    /// <summary>Keeps the figures of seats that became empty, and forgets those of consults that are over.</summary>
    public async Task ClearUp(CancellationToken ct)
    {
        var held = seats.Held().Select(seat => seat.Key).ToHashSet();
        await WriteOut(seat => !held.Contains(seat), ct);
        Interlocked.Exchange(ref _clearedUp, time.GetUtcNow().Ticks);
        var running = seats.Consults();
        samples.Forget(seat => !running.Contains((seat.Tenant, seat.Consult)));
    }

    public async Task WriteOut(Func<SeatKey, bool> wanted, CancellationToken ct)
    {
        foreach (var figures in samples.Unwritten(wanted))
        {
            await table.Write(figures, ct);
            samples.NoteWritten(figures);
        }
    }

    private static ParticipantQuality ViewOf(SeatKey seat, PeerStatistics now, QualityNow known) =>
        new(
            seat.Participant, now.IsConnected, now.Rung, CallFigures.PathOf(now, known.Browser), now.RoundTrip?.TotalMilliseconds,
            now.EstimateBitsPerSecond, known.LossFromPercent, CallFigures.LossToPercentOf(now), (int?)now.IceTime?.TotalMilliseconds,
            (int?)now.DtlsTime?.TotalMilliseconds, known.Reconnects,
            [
                .. now
                    .Published.Where(track => track.Source != TrackSource.ScreenAudio)
                    .Select(track => new SentTrackQuality(
                        MediaRoom.ToContract(track.Source), track.BitsPerSecond, track.Packets, track.Lost, track.JitterMs, track.Requested,
                        track.Repaired, track.Layers, track.IsMuted)),
            ],
            [
                .. now
                    .Received.Where(track =>
                        track.Source is not (null or TrackSource.ScreenAudio) && Guid.TryParse(track.ParticipantId, out _))
                    .Select(track => new ReceivedTrackQuality(
                        Guid.Parse(track.ParticipantId ?? string.Empty), MediaRoom.ToContract(track.Source ?? default), track.BitsPerSecond,
                        track.Packets, 100 * track.FractionLost, track.JitterMs, track.Requested, track.Resent, track.Layer,
                        track.IsPaused)),
            ],
            known.Browser);
}
