using System.Net;
using System.Text;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Triage;
using Telehealth.Server.Demo;
using Telehealth.Server.Rescue.Dispatching;
using Telehealth.Server.Rescue.Emergencies;
using Telehealth.Server.Rescue.Paramedics;
using Telehealth.Server.Tests.EventStore;
using Telehealth.Server.Tests.Live;

namespace Telehealth.Server.Tests.Dispatching;

/// <summary>The log of an incident as a file.</summary>
public sealed class IncidentExportTests(ServerHost host) : LiveTest(host)
{
    [Fact]
    public async Task The_log_holds_every_event_with_both_clocks_and_who_did_it()
    {
        await using var console = await Host.Console();
        await using var crew = await Crew.OnShift(Host, DemoPeople.Erik, "A11", Help.Scene);
        var raised = await console.Ask<EmergencyRow>("RaiseForCaller", Help.ChestPain());
        var job = await crew.Accept(await crew.HearOffer(raised.Id));
        await crew.Device.Ask<JobView>("Report", crew.Status(job, AssignmentStatus.EnRoute));
        using var dispatcher = await Host.Api(DemoPeople.Hana);

        var file = await dispatcher.Get<IncidentLogFile>($"/api/emergencies/{raised.Id}/log.json");

        Assert.Equal(Enumerable.Range(1, file.Entries.Count).Select(number => (long)number), file.Entries.Select(entry => entry.Sequence));
        Assert.Equal(
            ["emergency.raised", "emergency.unit_offered", "emergency.offer_accepted", "emergency.unit_status_reported"],
            file.Entries.Select(entry => entry.Kind).Where(kind => kind != "emergency.units_required"));
        var (first, offered, accepted) = (file.Entries[0],
            file.Entries.Single(entry => entry.Kind == "emergency.unit_offered"),
            file.Entries.Single(entry => entry.Kind == "emergency.offer_accepted"));
        Assert.Equal(("dispatcher", "Hana Novak", (DateTimeOffset?)null), (first.ActorKind, first.ActorName, first.DeviceTime));
        Assert.Equal(("system", "System"), (offered.ActorKind, offered.ActorName));
        Assert.Equal(("paramedic", "Erik Sand", "A11 accepted."), (accepted.ActorKind, accepted.ActorName, accepted.Text));
        Assert.NotNull(accepted.DeviceTime);
    }

    [Fact]
    public async Task The_log_stands_alone_and_says_what_where_and_whom_to_ring()
    {
        await using var console = await Host.Console();
        var raised = await console.Ask<EmergencyRow>("RaiseForCaller", Help.ChestPain());
        using var dispatcher = await Host.Api(DemoPeople.Hana);

        var file = await dispatcher.Get<IncidentLogFile>($"/api/emergencies/{raised.Id}/log.json");
        using var csv = await dispatcher.Open($"/api/emergencies/{raised.Id}/log.csv");

        var incident = file.Incident;
        Assert.Equal(("Hana Novak", "Chest pain", 2), (file.ExportedBy, incident.ComplaintLabel, incident.Priority));
        Assert.Equal(
            ("Pressure on the chest for ten minutes", "+49 30 1234567", "Third floor"),
            (incident.Description, incident.CallbackNumber, incident.Location.Note));
        Assert.Equal((Help.Scene.Latitude, Help.Scene.Longitude), (incident.Location.Latitude, incident.Location.Longitude));
        Assert.Equal([Answer.Yes, Answer.Yes], incident.Answers.Select(answer => answer.Answer));
        Assert.All(incident.Answers, answer => Assert.EndsWith("?", answer.Question));
        var first = Rows(Encoding.UTF8.GetString(await csv.Content.ReadAsByteArrayAsync())[1..])[1];
        foreach (var part in new[]
            {
                "Third floor (48.40550 N 9.60200 E)", "within 12 m", "Pressure on the chest for ten minutes", "+49 30 1234567", "? yes",
            })
            Assert.Contains(part, first[6], StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_somebody_said_is_never_a_formula_and_never_breaks_a_row()
    {
        await using var console = await Host.Console();
        var raised = await console.Ask<EmergencyRow>("RaiseForCaller", Help.ChestPain());
        string[] notes =
        [
            "=1+1", "+49 30 1", "-2", "@name", "He said \"no\", then left", "two\nlines", "  =SUM(A1)", "＝1+1", "0731555", "3-4",
            "call 0731555; at once",
        ];
        foreach (var note in notes)
            await console.Ask<EmergencyRow>("AddNote", new NewNote(Guid.NewGuid(), raised.Id, note));
        using var dispatcher = await Host.Api(DemoPeople.Hana);

        using var answer = await dispatcher.Open($"/api/emergencies/{raised.Id}/log.csv");

        Assert.Equal("text/csv", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal($"attachment; filename=\"{raised.Number}.csv\"", answer.Content.Headers.ContentDisposition!.ToString());
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        Assert.Equal(Encoding.UTF8.Preamble.ToArray(), bytes[..3]);
        var rows = Rows(Encoding.UTF8.GetString(bytes[3..]));
        Assert.Equal(["sequence", "server_time", "device_time", "event", "actor_kind", "actor_name", "text"], rows[0]);
        Assert.All(rows, row => Assert.Equal(7, row.Length));
        Assert.Equal(
            [
                "'=1+1", "'+49 30 1", "'-2", "'@name", "He said \"no\", then left", "two\nlines", "'=SUM(A1)", "'＝1+1", "'0731555", "'3-4",
                "call 0731555; at once",
            ],
            rows.Where(row => row[3] == "emergency.note_added").Select(row => row[6]));
    }

    [Fact]
    public async Task Only_dispatchers_and_administrators_take_a_log_along_and_one_that_is_not_there_is_not_found()
    {
        await using var console = await Host.Console();
        var raised = await console.Ask<EmergencyRow>("RaiseForCaller", Help.ChestPain());
        using var admin = await Host.Api(DemoPeople.Ivo);
        using var paramedic = await Host.Api(DemoPeople.Erik);

        Assert.Equal(raised.Number, (await admin.Get<IncidentLogFile>($"/api/emergencies/{raised.Id}/log.json")).Number);
        Assert.Equal(HttpStatusCode.NotFound, (await paramedic.Refused(HttpMethod.Get, $"/api/emergencies/{raised.Id}/log.csv")).Status);
        Assert.Equal("emergency.not_found", (await admin.Refused(HttpMethod.Get, $"/api/emergencies/{Guid.NewGuid()}/log.json")).Code);
    }

    /// <summary>RFC 4180, read plainly.</summary>
    private static List<string[]> Rows(string csv)
    {
        List<string[]> rows = [];
        List<string> row = [];
        var (field, quoted) = (new StringBuilder(), false);
        for (var at = 0; at < csv.Length; at++)
        {
            switch (csv[at])
            {
                case '"' when quoted && at + 1 < csv.Length && csv[at + 1] == '"':
                    field.Append('"');
                    at++;
                    break;
                case '"':
                    quoted = !quoted;
                    break;
                case ',' when !quoted:
                    row.Add(field.ToString());
                    field.Clear();
                    break;
                case '\r' when !quoted && csv[at + 1] == '\n':
                    row.Add(field.ToString());
                    field.Clear();
                    rows.Add([.. row]);
                    row.Clear();
                    at++;
                    break;
                default:
                    field.Append(csv[at]);
                    break;
            }
        }

        Assert.Empty(row);
        return rows;
    }
}
