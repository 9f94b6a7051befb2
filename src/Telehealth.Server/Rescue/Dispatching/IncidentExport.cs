using System.Globalization;
using System.Text;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Domain.Text;
using Telehealth.Domain.Triage;
using Telehealth.Server.Platform.Access;
using Telehealth.Server.Platform.Contracts;
using Telehealth.Server.Platform.EventStore;
using Telehealth.Server.Rescue.Emergencies;
using static Telehealth.Domain.Rescue.Emergencies.EmergencyEvent;

namespace Telehealth.Server.Rescue.Dispatching;

/// <summary>
/// Everything that is known of one emergency and everything that happened to it, for a file that is understood without the server.
/// </summary>
/// <param name="ExportedBy">The name of whoever took it along.</param>
[HttpContract]
internal sealed record IncidentLogFile(
    Guid EmergencyId, string Number, DateTimeOffset ExportedAt, string ExportedBy, IncidentFacts Incident,
    IReadOnlyList<IncidentLogEntry> Entries);

/// <summary>As it was when the file was written; how it came to be so stands in the entries.</summary>
/// <param name="PatientName">Null when the call came from somebody without an account.</param>
/// <param name="PriorityReasons">Why it has its priority, the last reason first.</param>
/// <param name="Answers">What was asked when it was raised, in the words of that protocol.</param>
/// <param name="Units">Every unit that was asked or had a part in it, in the order in which they were asked.</param>
[HttpContract]
internal sealed record IncidentFacts(
    EmergencyPhase Phase,
    int Priority,
    string ComplaintLabel,
    string Description,
    PlaceView Location,
    string? CallbackNumber,
    string? PatientName,
    DateTimeOffset RaisedAt,
    DateTimeOffset? EndedAt,
    IReadOnlyList<string> PriorityReasons,
    IReadOnlyList<IncidentAnswer> Answers,
    IReadOnlyList<AssignmentRow> Units);

[HttpContract]
internal sealed record IncidentAnswer(string Question, Answer Answer);

/// <param name="Sequence">1 for the first event, then without a gap.</param>
/// <param name="ServerTime">When it was decided, by the server's clock.</param>
/// <param name="DeviceTime">When the device says it happened; null when the server is the witness.</param>
/// <param name="ActorKind">In which capacity somebody acted; <c>system</c> for a rule.</param>
[HttpContract]
internal sealed record IncidentLogEntry(
    long Sequence, DateTimeOffset ServerTime, DateTimeOffset? DeviceTime, string Kind, string ActorKind, string ActorName, string Text);

/// <summary>Reads the whole log of an emergency. Who took it along stands in the server's own log.</summary>
internal sealed class IncidentExport(
    EmergencyEntity emergencies, EmergencyRowQueries rows, BoardQueries board, TimeProvider time, ILogger<IncidentExport> log)
{
    private const int EventsPerPage = 1_000;

    public async Task<IncidentLogFile?> Read(Caller me, Guid emergency, CancellationToken ct)
    {
        List<StoredEvent> events = [];
        for (var page = EventsPerPage; page == EventsPerPage;)
        {
            var read = await emergencies.ReadEvents(me.Tenant, emergency, events.Count, EventsPerPage, ct);
            events.AddRange(read);
            page = read.Count;
        }

        if (events.Count == 0 || await rows.One(me.Tenant, emergency, ct) is not { } row)
            return null;
        var people = await board.NamesOf(me.Tenant, events.Select(stored => stored.Actor.Id).Append(me.PersonId).Distinct(), ct);
        var names = people.ToDictionary(person => person.Id, person => person.Name);
        var assignments = await rows.Assignments(me.Tenant, emergency, ct);
        var timeline = new Timeline(
            names,
            assignments
                .DistinctBy(assignment => assignment.UnitId)
                .ToDictionary(assignment => assignment.UnitId, assignment => assignment.CallSign));
        log.LogExported(me.PersonId, emergency);
        return new IncidentLogFile(
            emergency, row.Number, time.GetUtcNow(), names.GetValueOrDefault(me.PersonId, "Unknown"),
            new IncidentFacts(
                row.Phase, row.Priority, row.ComplaintLabel, row.Description, row.Location, row.CallbackNumber, row.PatientName,
                row.RaisedAt, row.EndedAt, await board.PriorityReasons(me.Tenant, emergency, ct), AnswersIn(events), assignments),
            [.. events.Select(stored => EntryOf(stored, timeline.Tell(stored)))]);
    }

    private static IncidentLogEntry EntryOf(StoredEvent stored, TimelineEntry told) =>
        new(
            told.Sequence, told.At, told.DeviceTime, told.Kind, stored.Actor.Kind.ToWire(), told.ActorName,
            stored.Event switch
            {
                EmergencyRaised raised =>
                    $"{told.Text} Place: {PlaceWords(raised.Place)}. {WordsOf(raised.Description, raised.CallbackNumber, raised.Answers)}".TrimEnd(),
                LocationImproved improved => $"{told.Text} Place: {PlaceWords(improved.Place)}.",
                DetailsGiven details =>
                    $"{told.Text} {WordsOf(details.Description, details.CallbackNumber, details.Answers ?? [])}".TrimEnd(),
                _ => told.Text,
            });

    /// <summary>What was told: a row of a CSV has no other place for it.</summary>
    private static string WordsOf(string? description, string? number, IReadOnlyList<TriageAnswer> given)
    {
        var answers = given.Select(answer => $"{Question(answer)} {answer.Answer.ToWire()}");
        string?[] parts =
        [
            string.IsNullOrWhiteSpace(description) ? null : $"Description: {description}",
            string.IsNullOrWhiteSpace(number) ? null : $"Call-back number: {number}.",
            given.Count == 0 ? null : $"Answers: {string.Join("; ", answers)}.",
        ];
        return string.Join(' ', parts.OfType<string>());
    }

    private static string PlaceWords(Place place)
    {
        var view = EmergencyColumns.PlaceOf(place);
        var accuracy = place.AccuracyMetres is { } metres
            ? string.Create(CultureInfo.InvariantCulture, $", within {metres:0} m")
            : string.Empty;
        return $"{view.Words()}{accuracy} ({view.Source.ToWire()})";
    }

    /// <summary>What was answered last: a call for help goes out before the questions are asked.</summary>
    private static IReadOnlyList<IncidentAnswer> AnswersIn(IReadOnlyList<StoredEvent> events) =>
        [.. (events.Select(stored => stored.Event switch
            {
                EmergencyRaised raised => raised.Answers,
                DetailsGiven details => details.Answers,
                _ => null,
            })
            .LastOrDefault(answers => answers is not null) ?? [])
            .Select(answer => new IncidentAnswer(Question(answer), answer.Answer))];

    private static string Question(TriageAnswer answer) =>
        TriageProtocol.Standard.Questions.FirstOrDefault(question => question.Code == answer.QuestionCode)?.Text ?? answer.QuestionCode;
}

/// <summary>
/// The log as RFC 4180 has it, with a header, by the rules of <see cref="CsvText"/>; a byte order mark tells spreadsheets that it is UTF-8.
/// </summary>
internal static class IncidentExportCsv
{
    private const string Header = "sequence,server_time,device_time,event,actor_kind,actor_name,text\r\n";

    public static byte[] Write(IncidentLogFile file)
    {
        var rows = file.Entries.Select(entry => CsvText.Row(
            CsvText.Own(entry.Sequence.ToString(CultureInfo.InvariantCulture)),
            CsvText.Own(TimeOf(entry.ServerTime)),
            CsvText.Own(entry.DeviceTime is { } device ? TimeOf(device) : string.Empty),
            CsvText.Own(entry.Kind),
            CsvText.Own(entry.ActorKind),
            CsvText.Written(entry.ActorName),
            CsvText.Written(entry.Text)));
        return [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(string.Concat(rows.Prepend(Header)))];
    }

    private static string TimeOf(DateTimeOffset at) =>
        at.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}

internal static class IncidentExportEndpoints
{
    public static void MapIncidentExport(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/api/emergencies/{id:guid}/log.json", (
            Guid id, HttpContext context, IncidentExport export, CancellationToken cancellation) =>
            Answer(id, "json", context, export, Results.Ok, cancellation)).Allow(Roles.Dispatcher, Roles.Admin).Costly();
        endpoints.MapGet("/api/emergencies/{id:guid}/log.csv", (
            Guid id, HttpContext context, IncidentExport export, CancellationToken cancellation) =>
            Answer(id, "csv", context, export, CsvOf, cancellation)).Allow(Roles.Dispatcher, Roles.Admin).Costly();
    }

    private static IResult CsvOf(IncidentLogFile file) =>
        Results.Bytes(IncidentExportCsv.Write(file), "text/csv; charset=utf-8; header=present");

    private static async Task<IResult> Answer(
        Guid id, string ending, HttpContext context, IncidentExport export, Func<IncidentLogFile, IResult> write,
        CancellationToken cancellation)
    {
        if (await export.Read(Caller.Of(context.User), id, cancellation) is not { } file)
            return Problems.Of(EmergencyRejections.NotFound);
        context.Response.Headers.ContentDisposition = $"attachment; filename=\"{file.Number}.{ending}\"";
        context.Response.Headers.CacheControl = "no-store";
        return write(file);
    }
}
