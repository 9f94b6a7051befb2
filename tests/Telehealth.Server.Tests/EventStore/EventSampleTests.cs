using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Telehealth.Server.Platform.EventStore;
using Telehealth.Server.Rescue.Emergencies;
using Telehealth.Server.Rescue.ResponsePlans;
using Telehealth.Server.Rescue.Units;
using Telehealth.Server.Visits.Consults;

namespace Telehealth.Server.Tests.EventStore;

/// <summary>What was stored once is read for ever: every event's file still means the same, and all of it would still be written.</summary>
public sealed class EventSampleTests
{
    private static readonly EventCatalogue[] Catalogues =
        [ConsultEntity.Events, EmergencyEntity.Events, UnitEntity.Events, ResponsePlanEntity.Events];

    public static TheoryData<string> StoredNames =>
        [.. Catalogues.SelectMany(catalogue => catalogue.All).Select(entry => entry.Name).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(StoredNames))]
    public void A_stored_event_is_read_as_what_it_was_and_written_as_it_was(string name)
    {
        var catalogue = Catalogues.Single(catalogue => catalogue.Knows(name));
        var sample = EventSamples.All.Single(sample => catalogue.All.Contains((name, sample.GetType())));
        var stored = File.ReadAllText(PathOf(name));

        var read = catalogue.Deserialise(name, stored);

        Assert.IsType(sample.GetType(), read);
        Assert.Equivalent(sample, read, strict: true);
        var (writtenName, written) = catalogue.Serialise(sample);
        Assert.Equal(name, writtenName);
        // A field that came later is written with its default; that an old event is read as the same value has been seen above.
        var fields = JsonNode.Parse(written)!.AsObject();
        Assert.All(JsonNode.Parse(stored)!.AsObject(), field =>
            Assert.True(JsonNode.DeepEquals(field.Value, fields[field.Key]), $"{name} is now written as {written}"));
    }

    private static string PathOf(string name, [CallerFilePath] string thisFile = "") =>
        Path.Combine(Path.GetDirectoryName(thisFile)!, "Samples", $"{name}.json");
}
