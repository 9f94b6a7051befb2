using System.Globalization;
using System.Text;
using Telehealth.Domain.Emergencies;
using Telehealth.Server.Access;
using Telehealth.Server.Contracts;
using Telehealth.Server.Emergencies;
using Telehealth.Server.EventStore;

namespace Telehealth.Server.Dispatching;

/// <summary>Everything that happened to one emergency, for a file.</summary>
[HttpContract]
internal sealed record IncidentLogFile(Guid EmergencyId, string Number, DateTimeOffset ExportedAt, IReadOnlyList<IncidentLogEntry> Entries);

/// <param name="Sequence">1 for the first event, then without a gap.</param>
/// <param name="ServerTime">When it was decided, by the server's clock.</param>
/// <param name="DeviceTime">When the device says it happened; null when the server is the witness.</param>
/// <param name="ActorKind">In which capacity somebody acted; <c>system</c> for a rule.</param>
[HttpContract]
internal sealed record IncidentLogEntry(
    long Sequence, DateTimeOffset ServerTime, DateTimeOffset? DeviceTime, string Kind, string ActorKind, string ActorName, string Text);

/// <summary>Reads the whole log of an emergency. Who took it along stands in the server's own log.</summary>
internal sealed class IncidentLog(EntityStore store, BoardQueries board, TimeProvider time, ILogger<IncidentLog> log)
{
    private const int EventsPerPage = 1_000;

    public async Task<IncidentLogFile?> Read(Caller me, Guid emergency, CancellationToken ct)
    {
        List<StoredEvent> events = [];
        for (var page = EventsPerPage; page == EventsPerPage;)
        {
            var read = await store.ReadStream(me.Tenant, EmergencyRules.Decider.StreamType, emergency, events.Count, EventsPerPage, ct);
            events.AddRange(read);
            page = read.Count;
        }

        if (events.Count == 0)
            return null;
        var people = await board.NamesOf(me.Tenant, events.Select(stored => stored.Actor.Id).Distinct(), ct);
        var assignments = await board.Assignments(me.Tenant, emergency, ct);
        var timeline = new Timeline(
            people.ToDictionary(person => person.Id, person => person.Name),
            assignments.DistinctBy(assignment => assignment.UnitId).ToDictionary(assignment => assignment.UnitId, assignment => assignment.CallSign));
        log.LogExported(me.PersonId, emergency);
        return new IncidentLogFile(
            emergency,
            EmergencyColumns.NumberOf(emergency),
            time.GetUtcNow(),
            [.. events.Select(stored => (stored.Actor.Kind, Told: timeline.Tell(stored))).Select(entry => new IncidentLogEntry(
                entry.Told.Sequence, entry.Told.At, entry.Told.DeviceTime, entry.Told.Kind, entry.Kind.ToWire(), entry.Told.ActorName, entry.Told.Text))]);
    }
}

/// <summary>
/// The log as RFC 4180 has it, with a header. A field that a spreadsheet would take for a formula begins with an apostrophe, since what callers
/// say stands in it; a byte order mark tells spreadsheets that it is UTF-8.
/// </summary>
internal static class IncidentLogCsv
{
    private const string Header = "sequence,server_time,device_time,event,actor_kind,actor_name,text\r\n";

    public static byte[] Write(IncidentLogFile file)
    {
        var text = new StringBuilder(Header);
        foreach (var entry in file.Entries)
        {
            string[] fields =
            [
                entry.Sequence.ToString(CultureInfo.InvariantCulture), TimeOf(entry.ServerTime), entry.DeviceTime is { } device ? TimeOf(device) : string.Empty,
                entry.Kind, entry.ActorKind, entry.ActorName, entry.Text,
            ];
            text.AppendJoin(',', fields.Select(Field)).Append("\r\n");
        }

        return [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text.ToString())];
    }

    private static string TimeOf(DateTimeOffset at) => at.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static string Field(string value)
    {
        // Spreadsheets pass over blanks before a formula.
        var harmless = value.TrimStart() is ['=' or '+' or '-' or '@', ..] || value is ['\t' or '\r', ..] ? $"'{value}" : value;
        return harmless.AsSpan().ContainsAny(",\"\r\n") ? $"\"{harmless.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : harmless;
    }
}

internal static class IncidentLogEndpoints
{
    private static readonly Rejection NotFound = new("emergency.not_found", "This emergency does not exist, or it is not yours.");

    public static void MapIncidentLog(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/api/emergencies/{id:guid}/log.json", (Guid id, HttpContext context, IncidentLog log, CancellationToken cancellation) =>
            Answer(id, "json", context, log, Results.Ok, cancellation)).Allow(Roles.Dispatcher, Roles.Admin);
        endpoints.MapGet("/api/emergencies/{id:guid}/log.csv", (Guid id, HttpContext context, IncidentLog log, CancellationToken cancellation) =>
            Answer(id, "csv", context, log, file => Results.Bytes(IncidentLogCsv.Write(file), "text/csv; charset=utf-8; header=present"), cancellation))
            .Allow(Roles.Dispatcher, Roles.Admin);
    }

    private static async Task<IResult> Answer(
        Guid id, string ending, HttpContext context, IncidentLog log, Func<IncidentLogFile, IResult> write, CancellationToken cancellation)
    {
        if (await log.Read(Caller.Of(context.User), id, cancellation) is not { } file)
            return Problems.Of(NotFound);
        context.Response.Headers.ContentDisposition = $"attachment; filename=\"{file.Number}.{ending}\"";
        context.Response.Headers.CacheControl = "no-store";
        return write(file);
    }
}
