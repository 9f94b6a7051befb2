using System.Globalization;

namespace Telehealth.LoadTests.Measuring;

/// <summary>The one form of results: <c>figure NAME VALUE UNIT</c>.</summary>
internal static class Figures
{
    public static void Print(string name, double value, string unit) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"figure {name} {value:0.###} {unit}"));

    public static void Say(string text) => Console.WriteLine($"  {text}");
}
