using System.Text.Json;
using Telehealth.Domain.Deciding;
using Telehealth.Domain.Geo;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Server.Platform.EventStore;

namespace Telehealth.Server.Tests.EventStore;

public sealed class EventCatalogueTests
{
    [Fact]
    public void Words_of_the_domain_are_stored_in_their_plain_forms()
    {
        var id = Guid.Parse("0b0e7a3e-0000-4000-8000-000000000001");
        var everything = new Everything(
            new UnitId(id), GeoPoint.Of(52.5, 13.25), TimeSpan.FromSeconds(90), Distance.FromMetres(12.5), ActorKind.Paramedic, null,
            new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), new Dictionary<PersonId, int> { [new PersonId(id)] = 1 });
        var catalogue = new EventCatalogue().Add<Everything>("everything.happened.v1");

        var (name, json) = catalogue.Serialise(everything);

        Assert.Equal("everything.happened.v1", name);
        Assert.Equal(
            """{"unit":"0b0e7a3e-0000-4000-8000-000000000001","place":{"latitude":52.5,"longitude":13.25},"after":"PT1M30S","length":12.5,"kind":"paramedic","at":"2026-01-02T03:04:05+00:00","byPerson":{"0b0e7a3e-0000-4000-8000-000000000001":1}}""",
            json);
        var read = Assert.IsType<Everything>(
            catalogue.Deserialise(name, json.Replace("{\"unit\"", "{\"new\":[1],\"unit\"", StringComparison.Ordinal)));
        Assert.Equal(everything with { ByPerson = read.ByPerson }, read);
        Assert.Equal(everything.ByPerson, read.ByPerson);
    }

    [Fact]
    public void An_old_form_is_read_as_the_newest() =>
        Assert.Equal(new Jar.Happened.Filled(2000), Jar.Catalogue().Deserialise("jar.filled.v1", """{"kilograms":2}"""));

    [Fact]
    public void An_unknown_name_is_a_clear_error() =>
        Assert.Contains(
            "jar.sold.v1", Assert.Throws<UnknownEventException>(() => Jar.Catalogue().Deserialise("jar.sold.v1", "{}")).Message,
            StringComparison.Ordinal);

    [Fact]
    public void A_name_is_given_once()
    {
        Assert.Throws<ArgumentException>(() => Jar.Catalogue().Add<Everything>("jar.placed.v1"));
        Assert.Throws<ArgumentException>(() =>
            new EventCatalogues([Jar.Catalogue(), new EventCatalogue().Add<Everything>("jar.filled.v1")]));
    }

    [Fact]
    public void A_place_that_is_not_on_Earth_is_refused() =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<GeoPoint>("""{"latitude":91,"longitude":0}""", EventJson.Options));

    private sealed record Everything(
        UnitId Unit, GeoPoint Place, TimeSpan After, Distance Length, ActorKind Kind, string? Note, DateTimeOffset At,
        Dictionary<PersonId, int> ByPerson);
}
