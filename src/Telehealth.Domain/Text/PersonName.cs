using System.Text;

namespace Telehealth.Domain.Text;

/// <summary>What somebody is called, as everybody else will read it.</summary>
public static class PersonName
{
    /// <summary>Longest name of an account, in UTF-16 units.</summary>
    public const int Longest = 120;

    /// <summary>
    /// The name as a clean line (<see cref="PlainText.Line"/>): nothing unseen
    /// in it, so that two names which look alike differ by letters only.
    /// </summary>
    /// <param name="typed">What was typed.</param>
    /// <param name="longest">In UTF-16 units.</param>
    /// <returns>Null when no letter can be seen, or when the name is longer than that: a cut name would be another one.</returns>
    public static string? Read(string? typed, int longest = Longest)
    {
        var name = PlainText.Line(typed, int.MaxValue);
        return name.Length <= longest && name.EnumerateRunes().Any(Rune.IsLetter) ? name : null;
    }
}
