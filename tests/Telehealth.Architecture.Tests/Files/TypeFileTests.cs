namespace Telehealth.Architecture.Tests.Files;

/// <summary>Whoever looks for a type finds it, and finds all of it.</summary>
public sealed class TypeFileTests
{
    [Fact]
    public void What_somebody_wrote_of_a_type_stands_in_one_file() =>
        Rule.HasNoOffenders(
            TypeFiles.All
                .Where(type => type.Count() > 1)
                .Select(type => $"{type.Key}: {string.Join(", ", type.Order(StringComparer.Ordinal))}"));
}
