using System.Globalization;
using System.Text;

namespace Telehealth.Domain.Text;

/// <summary>
/// What people typed or pasted, without what nobody sees. A browser reads by the same rules (<c>lib/text</c>), and one file of examples
/// (<c>tests/Telehealth.Domain.Tests/Text</c>) holds both to them.
/// </summary>
public static class PlainText
{
    // Draw nothing, whatever their category: Hangul fillers, the grapheme joiner,
    // Khmer inherent vowels, Mongolian selectors, two that are no characters.
    private static readonly HashSet<int> Invisible =
    [
        0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B, 0x180C, 0x180D, 0x180F, 0x3164, 0xFFA0, 0xFFFE, 0xFFFF,
    ];

    /// <summary>
    /// One line: blanks, tabs and line ends of every kind become one blank, control and format
    /// characters (marks of direction among them) and halves of surrogate pairs go, the rest is composed
    /// (NFC). Joiners stay between letters, because Persian and Indian words are spelt with them.
    /// </summary>
    /// <param name="text">Any text; null is read as an empty one.</param>
    /// <param name="longest">In UTF-16 units; what is longer is cut before the character that does not fit.</param>
    public static string Line(string? text, int longest)
    {
        var line = new StringBuilder(Math.Min(text?.Length ?? 0, longest));
        var (blank, joiner, last) = (false, default(Rune?), default(Rune));
        foreach (var rune in (text ?? string.Empty).EnumerateRunes())
        {
            if (IsBlank(rune))
            {
                (blank, joiner) = (line.Length > 0, null);
                continue;
            }

            if (IsJoiner(rune) && !blank && IsJoinedLetter(last))
            {
                joiner ??= rune;
                continue;
            }

            if (IsUnseen(rune))
                continue;
            if (blank)
                line.Append(' ');
            else if (joiner is { } kept && IsLetterOrMark(rune))
                line.Append(kept.ToString());
            (blank, joiner, last) = (false, null, rune);
            line.Append(rune.ToString());
        }

        return Cut(UnicodeForm.Compose(line.ToString()), longest);
    }

    /// <summary>Decimal digits of every script (Unicode category Nd) as ASCII digits; the rest as it is.</summary>
    public static string FoldDigits(string text)
    {
        if (Ascii.IsValid(text))
            return text;
        var folded = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) == UnicodeCategory.DecimalDigitNumber)
                folded.Append((char)('0' + (int)Rune.GetNumericValue(rune)));
            else
                folded.Append(rune.ToString());
        }

        return folded.ToString();
    }

    internal static bool IsLetterOrMark(Rune rune) => Rune.IsLetter(rune) || Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;

    /// <summary>Control and format characters, letters that draw nothing, and what stands for half a pair.</summary>
    internal static bool IsUnseen(Rune rune) =>
        rune == Rune.ReplacementChar || Invisible.Contains(rune.Value)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format;

    // The empty Braille cell is a symbol that draws nothing.
    private static bool IsBlank(Rune rune) =>
        rune.Value is (>= '\t' and <= '\r') or 0x85 or 0x2800
        || Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.SpaceSeparator
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator;

    private static bool IsJoiner(Rune rune) => rune.Value is 0x200C or 0x200D;

    // Latin, Greek, Cyrillic, Armenian and Hebrew, all below the Arabic block, are never spelt with joiners.
    private static bool IsJoinedLetter(Rune rune) => rune.Value >= 0x0600 && IsLetterOrMark(rune);

    private static string Cut(string text, int longest)
    {
        if (text.Length <= longest)
            return text;
        var end = char.IsHighSurrogate(text[longest - 1]) ? longest - 1 : longest;
        return text[..end].TrimEnd();
    }
}
