using Mono.Cecil;

namespace Telehealth.Architecture.Tests.Dependencies;

public sealed class CapabilityArrowTests
{
    [Fact]
    public void A_district_uses_only_those_that_it_stands_on()
    {
        var below = CapabilityArrows.Districts.ToDictionary(row => row.District, row => row.StandsOn, StringComparer.Ordinal);
        var district = CapabilityArrows.DistrictOf;

        var across = CapabilityArrows
            .Drawn()
            .Where(arrow =>
                district[arrow.From] != district[arrow.To]
                && !below[district[arrow.From]].Contains(district[arrow.To], StringComparer.Ordinal))
            .Select(arrow => $"{district[arrow.From]} -> {district[arrow.To]}: {arrow.From} -> {arrow.To} in {arrow.Where}");

        Rule.HasNoOffenders(across);
    }

    [Fact]
    public void Every_folder_of_the_server_is_a_district_of_the_table() =>
        Assert.Equal(
            CapabilityArrows.Districts.Select(row => row.District).Order(StringComparer.Ordinal),
            CapabilityArrows.DistrictOf.Values.Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void A_capability_uses_another_only_by_an_arrow_in_the_table()
    {
        var allowed = CapabilityArrows.Table.Select(row => (row.From, row.To)).ToHashSet();

        var unknown = CapabilityArrows
            .DrawnAndNamed()
            .Where(arrow => !allowed.Contains((arrow.From, arrow.To)))
            .Select(arrow => $"{arrow.From} -> {arrow.To} in {arrow.Where}");

        Rule.HasNoOffenders(unknown);
    }

    [Fact]
    public void Every_arrow_in_the_table_is_still_drawn()
    {
        var drawn = CapabilityArrows.DrawnAndNamed().Select(arrow => (arrow.From, arrow.To)).ToHashSet();

        Assert.DoesNotContain(CapabilityArrows.Table, row => !drawn.Contains((row.From, row.To)));
    }

    /// <summary>Arrows by code and by SQL together: taking away what leads nowhere, and what nothing leads to, leaves the cycles.</summary>
    [Fact]
    public void No_capability_leans_on_itself_by_way_of_others()
    {
        var left = CapabilityArrows.Drawn().Select(arrow => (arrow.From, arrow.To)).Distinct().ToList();
        for (var before = 0; before != left.Count;)
        {
            before = left.Count;
            left = [.. left.Where(arrow => left.Exists(next => next.From == arrow.To) && left.Exists(last => last.To == arrow.From))];
        }

        Rule.HasNoOffenders(left.Select(arrow => $"{arrow.From} -> {arrow.To}"));
    }

    [Fact]
    public void The_deciding_projects_reach_nothing_but_each_other_and_the_framework()
    {
        Rule.HasNoOffenders(ForeignReferences(Assemblies.Domain, []));
        Rule.HasNoOffenders(ForeignReferences(Assemblies.Media, []));
        Rule.HasNoOffenders(ForeignReferences(Assemblies.Dispatch, ["Telehealth.Domain", "NetTopologySuite", "Google.Protobuf"]));
    }

    private static IEnumerable<string> ForeignReferences(ModuleDefinition module, string[] allowed) =>
        module
            .AssemblyReferences.Select(reference => reference.Name)
            .Where(name =>
                !name.StartsWith("System", StringComparison.Ordinal)
                && name != "netstandard"
                && !allowed.Contains(name, StringComparer.Ordinal));
}
