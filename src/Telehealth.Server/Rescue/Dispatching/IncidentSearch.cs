using Npgsql;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Text;
using Telehealth.Domain.Triage;
using Telehealth.Server.Platform.Access;
using Telehealth.Server.Platform.Contracts;
using Telehealth.Server.Platform.EventStore;
using Telehealth.Server.Rescue.Emergencies;

namespace Telehealth.Server.Rescue.Dispatching;

/// <summary>What is looked for among all emergencies, open or over.</summary>
/// <param name="Text">
/// A number or its beginning (<c>E-7CA2</c>), or words: each stands in the complaint, the description, the words about the place, the
/// call-back number or the patient's name. At most 100 characters; null or blank for any.
/// </param>
/// <param name="From">Raised no earlier; null for thirty days before
/// <paramref name="To"/>. A number alone is found whenever it was.</param>
/// <param name="To">Raised earlier than this; null for now.</param>
[HttpContract]
internal sealed record IncidentSearch(string? Text, DateTimeOffset? From, DateTimeOffset? To);

/// <param name="Incidents">The last one raised first, at most fifty.</param>
/// <param name="HasMore">There are more than these, or more were raised in this time than are looked through: narrow the time.</param>
[HttpContract]
internal sealed record FoundIncidents(IReadOnlyList<FoundIncident> Incidents, bool HasMore);

[HttpContract]
internal sealed record FoundIncident(
    Guid Id, string Number, EmergencyPhase Phase, int Priority, string ComplaintLabel, string Description, PlaceView Location,
    DateTimeOffset RaisedAt, DateTimeOffset? EndedAt);

/// <summary>
/// Finds emergencies that have left the board. Who looked, and how much was
/// shown, stands in the server's own log; what was looked for does not.
/// </summary>
internal sealed class IncidentFinder(NpgsqlDataSource database, TimeProvider time, ILogger<IncidentFinder> log)
{
    public const int LongestText = 100;

    private const int MostShown = 50;
    private const int MostLookedThrough = 20_000;
    private const int MostWords = 8;
    private static readonly TimeSpan UsualWindow = TimeSpan.FromDays(30);

    private static readonly Rejection TextTooLong = Rejection.Invalid(
        "search.text_invalid", $"Look for at most {LongestText} characters and {MostWords} words.");
    private static readonly Rejection TimeInvalid = Rejection.Invalid("search.time_invalid", "The time must begin before it ends.");

    public async Task<Reply<FoundIncidents>> Find(Caller me, IncidentSearch search, CancellationToken ct)
    {
        var words = (search.Text ?? string.Empty).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (search.Text?.Length > LongestText || words.Length > MostWords || search.Text?.Contains('\0') == true)
            return TextTooLong;
        var to = search.To ?? time.GetUtcNow();
        var from = search.From ?? to - UsualWindow;
        if (from >= to)
            return TimeInvalid;
        var found = words is [var only] && EmergencyColumns.IdsOfNumber(only) is var (first, last)
            ? await ByNumber(me.Tenant, first, last, ct)
            : await ByWords(me.Tenant, search.Text ?? string.Empty, from, to, ct);
        log.IncidentsSearched(me.PersonId, found.Incidents.Count);
        return found;
    }

    private async Task<FoundIncidents> ByNumber(TenantId tenant, Guid first, Guid last, CancellationToken ct)
    {
        var rows = await database.Query(
            "select * from emergencies.emergency where tenant = $1 and emergency_id between $2 and $3 order by raised_at desc limit $4",
            Read, ct, tenant.Value, first, last, MostShown + 1);
        return new FoundIncidents([.. rows.Take(MostShown)], rows.Count > MostShown);
    }

    /// <summary>
    /// Looks through the newest of that time one by one: no index holds parts of words, and a service has some hundreds a day. The words
    /// are compared here, since a database folds case and accents by its locale.
    /// </summary>
    private async Task<FoundIncidents> ByWords(TenantId tenant, string text, DateTimeOffset from, DateTimeOffset to, CancellationToken ct)
    {
        var asked = FoldedText.Query(text);
        var nothing = asked.Count == 0 && !string.IsNullOrWhiteSpace(text);
        await using var command = database.CreateCommand(
            """
            select e.*, p.display_name
            from emergencies.emergency e
            left join people.name p on p.tenant = e.tenant and p.id = e.patient_id
            where e.tenant = $1 and e.raised_at >= $2 and e.raised_at < $3
            order by e.raised_at desc limit $4
            """);
        foreach (var value in (object[])[tenant.Value, from.ToUniversalTime(), to.ToUniversalTime(), nothing ? 0 : MostLookedThrough])
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        await using var rows = await command.ExecuteReaderAsync(ct);
        var found = new List<FoundIncident>();
        var lookedThrough = 0;
        while (found.Count <= MostShown && await rows.ReadAsync(ct))
        {
            lookedThrough++;
            if (FoldedText.Contains(asked, WordsOf(rows)))
                found.Add(Read(rows));
        }

        return new FoundIncidents([.. found.Take(MostShown)], found.Count > MostShown || lookedThrough == MostLookedThrough);
    }

    private static string WordsOf(NpgsqlDataReader row) =>
        string.Join(
            '\n', TriageProtocol.Standard.LabelOf(row.Text("complaint")), row.Text("description"), row.TextOrNull("location_note"),
            row.TextOrNull("callback_number"), row.TextOrNull("display_name"));

    private static FoundIncident Read(NpgsqlDataReader row) => new(
        row.Guid("emergency_id"),
        EmergencyColumns.NumberOf(row.Guid("emergency_id")),
        WireNames.FromWire<EmergencyPhase>(row.Text("phase")),
        row.Integer("priority"),
        TriageProtocol.Standard.LabelOf(row.Text("complaint")),
        row.Text("description"),
        row.Place(),
        row.Time("raised_at"),
        row.TimeOrNull("ended_at"));
}

internal static class IncidentSearchEndpoints
{
    /// <summary>A request with a body: what somebody looks for does not belong into an address.</summary>
    public static void MapIncidentSearch(this IEndpointRouteBuilder endpoints) =>
        endpoints
            .MapPost(
                "/api/emergencies/search",
                async (IncidentSearch search, HttpContext context, IncidentFinder finder, CancellationToken cancellation) =>
                {
                    var found = await finder.Find(Caller.Of(context.User), search, cancellation);
                    context.Response.Headers.CacheControl = "no-store";
                    return Problems.Answer(found);
                })
            .Allow(Roles.Dispatcher, Roles.Admin);
}
