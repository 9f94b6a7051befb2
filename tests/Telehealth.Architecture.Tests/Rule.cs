namespace Telehealth.Architecture.Tests;

/// <summary>Fails with every offender by name, so that one run tells the whole list.</summary>
internal static class Rule
{
    public static void HasNoOffenders(IEnumerable<string?> offenders)
    {
        var list = offenders.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        Assert.True(list.Count == 0, string.Join('\n', list.Prepend($"{list.Count} offenders:")));
    }
}
