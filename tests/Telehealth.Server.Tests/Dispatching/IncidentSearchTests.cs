using System.Net;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Server.Demo;
using Telehealth.Server.Rescue.Dispatching;
using Telehealth.Server.Rescue.Emergencies;
using Telehealth.Server.Tests.Live;

namespace Telehealth.Server.Tests.Dispatching;

/// <summary>Emergencies that have left the board are found again.</summary>
public sealed class IncidentSearchTests(ServerHost host) : LiveTest(host)
{
    [Fact]
    public async Task An_emergency_that_is_over_is_found_by_number_by_place_by_text_and_by_time_and_can_be_opened()
    {
        await using var console = await Host.Console();
        var before = Host.Time.GetUtcNow();
        var ended = await console.Ask<EmergencyRow>("RaiseForCaller", Help.ChestPain() with
        {
            Description = "Collapsed beside the organ 50%_off", Location = Help.ChestPain().Location with { Note = "Minster, north aisle" },
        });
        await console.Ask<EmergencyRow>("Cancel", new HelpCancellation(Guid.NewGuid(), ended.Id, "Called off"));
        using var dispatcher = await Host.Api(DemoPeople.Hana);

        foreach (var text in new[]
            {
                ended.Number,
                ended.Number[..6].ToLowerInvariant(),
                "MINSTER aisle", "organ chest", "50%_off", "1234567 organ",
            })
            Assert.Contains(ended.Id, await Find(dispatcher, new IncidentSearch(text, null, null)));
        Assert.DoesNotContain(ended.Id, await Find(dispatcher, new IncidentSearch("organ minster elsewhere", null, null)));
        Assert.Equal([ended.Id], await Find(dispatcher, new IncidentSearch("organ", before, Host.Time.GetUtcNow())));
        Assert.Empty(await Find(dispatcher, new IncidentSearch("organ", before.AddDays(-1), before)));
        Assert.Equal(EmergencyPhase.Cancelled, (await console.Ask<IncidentView>("Incident", ended.Id)).Emergency.Phase);
    }

    [Theory]
    [InlineData("Łukasz fell at the ÖRGEL", "lukasz", "örgel FELL", "ORGEL")]
    [InlineData("سقوط فاطمة عند الباب", "فاطمه", "الباب")]
    [InlineData("Стоит у Ёлки", "СТОИТ елки")]
    public async Task An_emergency_is_found_whatever_case_and_accents_its_words_are_typed_in(string description, params string[] searches)
    {
        await using var console = await Host.Console();
        var raised = await console.Ask<EmergencyRow>("RaiseForCaller", Help.ChestPain() with { Description = description });
        using var dispatcher = await Host.Api(DemoPeople.Hana);

        foreach (var search in searches)
            Assert.Contains(raised.Id, await Find(dispatcher, new IncidentSearch(search, null, null)));
        Assert.Empty(await Find(dispatcher, new IncidentSearch("%", null, null)));
    }

    [Fact]
    public async Task Only_dispatchers_and_administrators_search_and_a_search_has_limits()
    {
        using var paramedic = await Host.Api(DemoPeople.Erik);
        using var dispatcher = await Host.Api(DemoPeople.Hana);
        var now = Host.Time.GetUtcNow();

        Assert.Equal(
            HttpStatusCode.NotFound, (await paramedic.Refused(HttpMethod.Post, Path, new IncidentSearch("organ", null, null))).Status);
        Assert.Equal(
            "search.text_invalid",
            (await dispatcher.Refused(HttpMethod.Post, Path, new IncidentSearch(new string('a', 101), null, null))).Code);
        Assert.Equal(
            "search.text_invalid",
            (await dispatcher.Refused(HttpMethod.Post, Path, new IncidentSearch("a b c d e f g h i", null, null))).Code);
        Assert.Equal(
            "search.time_invalid", (await dispatcher.Refused(HttpMethod.Post, Path, new IncidentSearch("a", now, now.AddDays(-1)))).Code);
    }

    private const string Path = "/api/emergencies/search";

    private static async Task<IReadOnlyList<Guid>> Find(ApiClient dispatcher, IncidentSearch search) =>
        [.. (await dispatcher.Post<FoundIncidents>(Path, search)).Incidents.Select(incident => incident.Id)];
}
