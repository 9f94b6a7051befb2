using System.Reflection;
using System.Text.RegularExpressions;
using Telehealth.Domain.Deciding;
using Telehealth.Server.Platform.Contracts;
using Telehealth.Server.Platform.EventStore;

namespace Telehealth.Architecture.Tests.Events;

/// <summary>
/// What is stored must be readable for as long as there is a log: every event
/// has a name of our own and a sample from the day it was first stored.
/// </summary>
public sealed partial class EventCatalogueTests
{
    private const BindingFlags AnyStatic = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;
    private const BindingFlags AnyInstance = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    private static readonly Assembly Server = typeof(HubContractAttribute).Assembly;

    [Fact]
    public void Every_event_of_the_domain_has_a_stored_name()
    {
        var named = Catalogue().Select(entry => entry.Type).ToHashSet();

        Rule.HasNoOffenders(DomainEvents().Where(type => !named.Contains(type)).Select(type => type.FullName));
    }

    [Fact]
    public void A_stored_name_is_entity_event_and_version()
    {
        Rule.HasNoOffenders(Catalogue().Select(entry => entry.Name).Where(name => !StoredName().IsMatch(name)));
    }

    [Fact]
    public void No_two_events_share_a_stored_name()
    {
        Rule.HasNoOffenders(
            Catalogue()
                .GroupBy(entry => entry.Name, StringComparer.Ordinal)
                .Where(group => group.Select(entry => entry.Type).Distinct().Count() > 1)
                .Select(group => group.Key));
    }

    [Fact]
    public void Every_stored_name_has_a_sample()
    {
        var samples = Repository.PathOf("tests", "Telehealth.Server.Tests", "EventStore", "Samples");

        Rule.HasNoOffenders(Catalogue().Select(entry => entry.Name).Where(name => !File.Exists(Path.Combine(samples, name + ".json"))));
    }

    [Fact]
    public void The_document_of_events_names_every_field_that_leaves_and_no_other()
    {
        var document = File.ReadAllText(Repository.PathOf("docs", "events.md"));
        var rows = PublicRow().Matches(document).Select(match => match.Value.TrimEnd()).ToHashSet(StringComparer.Ordinal);
        var wanted = AllCatalogues().Cast<EventCatalogue>()
            .SelectMany(catalogue => catalogue.All.Select(entry => (entry.Name, Fields: catalogue.PublicFieldsOf(entry.Type))))
            .Where(entry => entry.Fields.Count > 0)
            .Select(entry => $"| `{entry.Name}` | {string.Join(", ", entry.Fields.Select(field => $"`{field}`"))} |")
            .ToList();

        Assert.NotEmpty(wanted);
        Rule.HasNoOffenders(wanted.Except(rows, StringComparer.Ordinal).Concat(rows.Except(wanted, StringComparer.Ordinal)));
    }

    /// <summary>The cases of each closed union whose name ends in Event.</summary>
    private static IEnumerable<Type> DomainEvents() =>
        typeof(Rejection).Assembly.GetTypes()
            .Where(type => type is { IsAbstract: true, IsNested: false } && type.Name.EndsWith("Event", StringComparison.Ordinal))
            .SelectMany(union => union.Assembly.GetTypes().Where(type => !type.IsAbstract && type.IsSubclassOf(union)));

    /// <summary>Reads the catalogues wherever the server keeps them, so that a new one cannot be forgotten here.</summary>
    private static IReadOnlyList<(string Name, Type Type)> Catalogue() => [.. AllCatalogues().SelectMany(Entries)];

    private static IEnumerable<object> AllCatalogues() =>
        Server.GetTypes().Where(type => !type.ContainsGenericParameters)
            .SelectMany(type => type.GetFields(AnyStatic))
            .Where(field => !field.IsLiteral && field.FieldType.Namespace == "Telehealth.Server.Platform.EventStore")
            .Select(field => field.GetValue(null))
            .SelectMany(CataloguesOf)
            .Distinct();

    private static IEnumerable<object> CataloguesOf(object? value) =>
        value?.GetType().Name switch
        {
            null => [],
            "EventCatalogue" => [value],
            _ => value
                .GetType()
                .GetProperties(AnyInstance)
                .Where(property => property.PropertyType.Name == "EventCatalogue")
                .Select(property => property.GetValue(value)!),
        };

    private static IEnumerable<(string Name, Type Type)> Entries(object catalogue) =>
        (IEnumerable<(string, Type)>)catalogue.GetType().GetProperty("All", AnyInstance)!.GetValue(catalogue)!;

    [GeneratedRegex(@"^\| `[a-z]+\.[a-z_]+\.v[0-9]+` \|.*$", RegexOptions.Multiline)]
    private static partial Regex PublicRow();

    [GeneratedRegex(@"^[a-z]+\.[a-z_]+\.v[1-9][0-9]*$")]
    private static partial Regex StoredName();
}
