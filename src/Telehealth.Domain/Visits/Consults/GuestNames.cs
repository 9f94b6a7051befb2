using System.Text;
using Telehealth.Domain.Text;

namespace Telehealth.Domain.Visits.Consults;

/// <summary>A guest chooses the own name. Nobody should be taken for somebody else by it.</summary>
public static class GuestNames
{
    /// <summary>
    /// Whether two names could be taken for one person's: all words of one stand in the other, whatever their order, case, accents and
    /// style of letters, so that a title or a middle name makes no difference. Letters of other scripts that look alike are not compared: a
    /// guest's role and invitation stand beside the name in every case.
    /// </summary>
    /// <param name="one">A name as <see cref="PersonName"/> reads it.</param>
    /// <param name="other">The same.</param>
    public static bool AreAlike(string one, string other)
    {
        var (first, second) = (WordsOf(one), WordsOf(other));
        return first.Count > 0 && second.Count > 0 && (first.IsSubsetOf(second) || second.IsSubsetOf(first));
    }

    private static HashSet<string> WordsOf(string name)
    {
        var text = new StringBuilder();
        foreach (var rune in UnicodeForm.Decompose(name).EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune))
                text.Append(Rune.ToLowerInvariant(rune).ToString());
            else if (!IsMark(rune))
                text.Append(' ');
        }

        return text.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal);
    }

    // An accent that stands apart belongs to its letter, and a joiner joins.
    private static bool IsMark(Rune rune) => Rune.GetUnicodeCategory(rune)
        is System.Globalization.UnicodeCategory.NonSpacingMark or System.Globalization.UnicodeCategory.SpacingCombiningMark
        or System.Globalization.UnicodeCategory.EnclosingMark or System.Globalization.UnicodeCategory.Format;
}
