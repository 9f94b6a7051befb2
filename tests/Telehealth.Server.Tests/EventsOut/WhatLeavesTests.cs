using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using Npgsql;
using Telehealth.Domain.Deciding;
using Telehealth.Domain.Geo;
using Telehealth.Server.Exchange.EventsOut;
using Telehealth.Server.Platform.EventStore;
using Telehealth.Server.Tests.EventStore;
using Telehealth.Testing.Postgres;

namespace Telehealth.Server.Tests.EventsOut;

/// <summary>What is in an event when it leaves, for every kind that there is.</summary>
public sealed class WhatLeavesTests : IAsyncLifetime
{
    private static readonly HashSet<string> Attributes = new(StringComparer.Ordinal)
    {
        "specversion", "id", "source", "type", "subject", "time", "datacontenttype", "tenant", "sequence", "data",
    };

    private readonly SteppedTime _time = new();
    private TestDatabase? _database;
    private StoreNode? _node;

    private StoreNode Node => _node!;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.Create("server", JarDatabase.Migrate);
        await JarDatabase.AddJars(_database.ConnectionString);
        _node = await EventsOutNode.Start(_database.ConnectionString, new Dictionary<string, string?>(), _time);
        await new WholeHistory(Node, _time).Live();
    }

    public async ValueTask DisposeAsync()
    {
        await Node.DisposeAsync();
        await _database!.DisposeAsync();
    }

    [Fact]
    public async Task Nothing_that_a_person_said_is_called_or_is_found_by_leaves_by_default()
    {
        var writer = Writer(new EventsOutOptions());
        var people = (await PeopleOfTheHistory()).ToHashSet();
        foreach (var stored in await Log())
        {
            var left = JsonNode.Parse(writer.Write(stored).Body.Span)!.AsObject();

            Assert.Equal(Attributes.Order(StringComparer.Ordinal), left.Select(field => field.Key).Order(StringComparer.Ordinal));
            var data = left["data"]!.AsObject();
            foreach (var (field, value) in data)
                Assert.True(IsHarmless(stored.Event, field, value!), $"{stored.Name} lets out {field}: {value}");
            Assert.DoesNotContain(people, person => left.ToJsonString().Contains($"{person}", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Where_health_data_is_allowed_an_event_leaves_whole()
    {
        var writer = Writer(new EventsOutOptions { IncludeHealthData = true });
        foreach (var stored in await Log())
        {
            var body = await Node.Scalar<string>("select body::text from event_store.event where position = $1", stored.Position);
            var data = JsonNode.Parse(writer.Write(stored).Body.Span)!["data"]!.AsObject();

            Assert.True(JsonNode.DeepEquals(JsonNode.Parse(body), data), $"{stored.Name} left as {data}");
        }
    }

    [Fact]
    public async Task An_event_says_what_it_is_where_it_belongs_and_its_place_in_the_order()
    {
        var stored = (await Log()).First(entry => entry.Name == "emergency.offer_accepted.v1");

        var left = JsonNode.Parse(Writer(new EventsOutOptions { Source = "https://example.org/rescue" }).Write(stored).Body.Span)!.AsObject();

        string Text(string attribute) => left[attribute]!.GetValue<string>();
        Assert.Equal("1.0", Text("specversion"));
        Assert.Equal($"{stored.Tenant.Value}/emergency/{stored.StreamId}/{stored.Version}", Text("id"));
        Assert.Equal("https://example.org/rescue", Text("source"));
        Assert.Equal("emergency.offer_accepted.v1", Text("type"));
        Assert.Equal($"emergency/{stored.StreamId}", Text("subject"));
        Assert.Equal(stored.At, left["time"]!.GetValue<DateTimeOffset>());
        Assert.Equal($"{stored.Tenant.Value}", Text("tenant"));
        Assert.Equal($"{stored.Position:D19}", Text("sequence"));
        Assert.Equal(["assignment", "deviceTime", "unit"], left["data"]!.AsObject().Select(field => field.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Without_a_target_nothing_of_it_is_there() =>
        Assert.DoesNotContain(Node.Get<IEnumerable<IDurableSubscriber>>(), subscriber => subscriber is EventPublisher);

    [Theory]
    [InlineData("RabbitMq:Address", "http://broker:5672/", null, null)]
    [InlineData("RabbitMq:Address", "amqp://user:secret@broker/", "Kafka:Servers", "broker:9092")]
    [InlineData("Kafka:Servers", "broker:9092", "Kafka:Mechanism", "GSSAPI")]
    [InlineData("Kafka:Servers", "broker:9092", "ConfirmWithin", "00:00:00")]
    public async Task Settings_that_cannot_be_meant_stop_the_start_without_a_secret(string name, string value, string? other, string? with)
    {
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal) { [name] = value };
        if (other is not null)
            settings[other] = with;

        var refused = await Assert.ThrowsAsync<OptionsValidationException>(() =>
            EventsOutNode.Start(_database!.ConnectionString, settings));

        Assert.Contains("EventsOut", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_catalogue_lets_out_no_text_no_person_and_nothing_that_it_does_not_know()
    {
        Assert.Throws<ArgumentException>(() => new EventCatalogue().Add<Written>("page.written.v1", nameof(Written.Text)));
        Assert.Throws<ArgumentException>(() => new EventCatalogue().Add<Written>("page.written.v1", nameof(Written.By)));
        Assert.Throws<ArgumentException>(() => new EventCatalogue().Add<Written>("page.written.v1", nameof(Written.Where)));
        Assert.Throws<ArgumentException>(() => new EventCatalogue().Add<Written>("page.written.v1", "Gone"));
        Assert.Equal(["at"], new EventCatalogue().Add<Written>("page.written.v1", nameof(Written.At)).Show(new Written(
            "Dear diary", new(Guid.NewGuid()), GeoPoint.Of(1, 1), DateTimeOffset.UnixEpoch)).PublicFields);
    }

    /// <summary>An id of a thing, a time, yes or no, an ordinal below any telephone number, or a word of our own.</summary>
    private static bool IsHarmless(object happened, string field, JsonNode value)
    {
        if (value.GetValueKind() is JsonValueKind.True or JsonValueKind.False)
            return true;
        if (value.GetValueKind() is JsonValueKind.Number)
            return value.GetValue<double>() is >= 0 and < 1_000;
        if (value.GetValueKind() is not JsonValueKind.String)
            return false;
        var text = value.GetValue<string>();
        var property = happened.GetType().GetProperties().Single(one => string.Equals(one.Name, field, StringComparison.OrdinalIgnoreCase));
        return Guid.TryParse(text, out _)
            || DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out _)
            || (Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType).IsEnum;
    }

    private CloudEventWriter Writer(EventsOutOptions options) => new(Node.Get<EventCatalogues>(), Options.Create(options));

    private async Task<IReadOnlyList<StoredEvent>> Log()
    {
        await using var connection = await Node.Get<NpgsqlDataSource>().OpenConnectionAsync();
        var page = (await Node.Get<EventReader>().NextSettled(connection, default, 10_000, CancellationToken.None)).Events;
        Assert.NotEmpty(page);
        return [.. page.Select(entry => entry.Stored)];
    }

    private async Task<IEnumerable<Guid>> PeopleOfTheHistory()
    {
        var catalogues = Node.Get<EventCatalogues>();
        var people = (await Log())
            .Select(stored => JsonNode.Parse(catalogues.Show(stored.Event).Json)!.AsObject())
            .SelectMany(body => new[] { body["patient"], body["clinician"] }.Concat(body["crew"]?.AsArray() ?? []))
            .OfType<JsonNode>().Select(id => id.GetValue<Guid>()).Distinct().ToList();
        Assert.NotEmpty(people);
        return people;
    }

    private sealed record Written(
        string Text, PersonId By, GeoPoint Where, DateTimeOffset At);
}
