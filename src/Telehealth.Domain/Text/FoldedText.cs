using System.Globalization;
using System.Text;

namespace Telehealth.Domain.Text;

/// <summary>
/// Text as it is searched: case, accents and variants of a letter make no difference, words stand
/// in any order, and the beginning of a word is enough. It depends on nothing but these rules, so
/// it is stored beside the names; <see cref="Version"/> tells when that must be written anew.
/// </summary>
public static class FoldedText
{
    /// <summary>Changes when the same text is folded otherwise.</summary>
    public const short Version = 1;

    /// <summary>What is looked at of a query, in UTF-16 units; the rest is not looked for.</summary>
    public const int LongestQuery = 100;

    private static readonly (int From, int To)[] OptionalMarks =
    [
        (0x0300, 0x036F),
        (0x1AB0, 0x1AFF),
        (0x1DC0, 0x1DFF),
        (0x20D0, 0x20FF),
        (0xFE20, 0xFE2F), // accents
        (0x0591, 0x05C7),
        (0x0610, 0x061A),
        (0x064B, 0x065F),
        (0x0670, 0x0670),
        (0x06D6, 0x06ED),
        (0x0711, 0x0711),
        (0x0730, 0x074A), // points
        (0x093C, 0x093C),
        (0x09BC, 0x09BC),
        (0x0A3C, 0x0A3C),
        (0x0ABC, 0x0ABC),
        (0x0B3C, 0x0B3C), // nukta
    ];

    // Written without blanks between words, so that a search may begin at every letter.
    private static readonly (int From, int To)[] Unspaced =
    [
        (0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x3040, 0x30FF), (0x3400, 0x9FFF), (0xAC00, 0xD7A3), (0x20000, 0x3FFFF),
    ];

    private static readonly Dictionary<int, string> Variants = Pairs(
        "ß ss æ ae œ oe ø o ł l đ d ð d þ th ħ h ŧ t ı i ŋ n ĸ k ς σ " // Latin, Greek
        + "ٱ ا ى ي ی ي ې ي ک ك ة ه ە ه ہ ه ھ ه ۃ ه " // Arabic, Persian, Urdu
        + "ך כ ם מ ן נ ף פ ץ צ"); // Hebrew

    // As they are written where a keyboard has no such letters.
    private static readonly Dictionary<int, string> SpeltOut = Pairs("ä ae Ä ae ö oe Ö oe ü ue Ü ue å aa Å aa ø oe Ø oe");

    private const string Apostrophes = "'’‘ʼʻʾʿʹ`´׳״";

    [Flags]
    private enum Way
    {
        Plain = 0,
        SpellOut = 1,
        ApartAtApostrophes = 2,
        JoinedAtHyphens = 4,
    }

    /// <summary>The words of a text, folded, with one blank between them. Good for sorting too.</summary>
    public static string Fold(string? text) => Fold(text ?? string.Empty, Way.Plain);

    /// <summary>
    /// Every word that a search may begin: folded, and where spellings differ in
    /// each of them (Müller as muller and mueller, O'Brien as obrien and brien).
    /// </summary>
    /// <param name="text">A name, or another short text.</param>
    public static IReadOnlyList<string> Words(string? text) =>
    [
        .. new[] { Way.Plain, Way.JoinedAtHyphens, Way.ApartAtApostrophes }
            .SelectMany(way => new[] { way, way | Way.SpellOut })
            .SelectMany(way => Fold(text ?? string.Empty, way).Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .SelectMany(Beginnings)
            .Distinct(StringComparer.Ordinal),
    ];

    /// <summary>For each word of a query how a word may begin that it finds; empty when there is no word in it.</summary>
    /// <param name="query">What was typed; of a longer one the first hundred characters.</param>
    public static IReadOnlyList<IReadOnlyList<string>> Query(string? query)
    {
        var text = PlainText.Line(query, LongestQuery);
        var plain = Fold(text, Way.Plain).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var spelt = Fold(text, Way.SpellOut).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return [.. plain.Zip(spelt, (one, other) => (IReadOnlyList<string>)(one == other ? [one] : [one, other]))];
    }

    /// <summary>
    /// Whether a query finds a text: each of its words begins one of the
    /// text's. Nothing typed finds everything, a sign without a word nothing.
    /// </summary>
    public static bool Finds(string? query, string? text)
    {
        var words = Words(text);
        return Query(query) is not { Count: > 0 } asked
            ? string.IsNullOrWhiteSpace(query)
            : asked.All(ways => ways.Any(way => words.Any(word => word.StartsWith(way, StringComparison.Ordinal))));
    }

    /// <summary>Whether each word of a query stands somewhere in a text, also within a word.</summary>
    /// <param name="query">What <see cref="Query"/> gives: of one query for many texts.</param>
    /// <param name="text">Any text, a long one too.</param>
    public static bool Contains(IReadOnlyList<IReadOnlyList<string>> query, string? text)
    {
        var folded = Fold(text);
        return query.All(ways => ways.Any(way => folded.Contains(way, StringComparison.Ordinal)));
    }

    private static string Fold(string text, Way way)
    {
        var spelt = way.HasFlag(Way.SpellOut) ? Replaced(UnicodeForm.Compose(text), SpeltOut) : text;
        // Apostrophes first: some are taken apart into a blank and a mark.
        if (!way.HasFlag(Way.ApartAtApostrophes))
            spelt = string.Concat(spelt.Where(letter => !Apostrophes.Contains(letter, StringComparison.Ordinal)));
        var folded = new StringBuilder(text.Length);
        foreach (var rune in UnicodeForm.Decompose(spelt).EnumerateRunes())
        {
            if (IsDropped(rune, way))
                continue;
            if (Rune.GetUnicodeCategory(rune) == UnicodeCategory.DecimalDigitNumber)
                folded.Append((int)Rune.GetNumericValue(rune));
            else if (PlainText.IsLetterOrMark(rune) || Rune.IsNumber(rune))
                folded.Append(
                    Variants.TryGetValue(Rune.ToLowerInvariant(rune).Value, out var letters)
                        ? letters
                        : Rune.ToLowerInvariant(rune).ToString());
            else if (folded.Length > 0 && folded[^1] != ' ')
                folded.Append(' ');
        }

        return UnicodeForm.Compose(folded.ToString().TrimEnd());
    }

    private static bool IsDropped(Rune rune, Way way) =>
        PlainText.IsUnseen(rune) && rune != Rune.ReplacementChar && !IsLineBreak(rune)
        || rune.Value == 0x0640 // The Arabic line that only widens a word.
        || Within(OptionalMarks, rune.Value)
        || (way.HasFlag(Way.JoinedAtHyphens) && Rune.GetUnicodeCategory(rune) == UnicodeCategory.DashPunctuation);

    private static bool IsLineBreak(Rune rune) => rune.Value is (>= '\t' and <= '\r') or 0x85;

    private static IEnumerable<string> Beginnings(string word)
    {
        yield return word;
        var at = 0;
        foreach (var rune in word.EnumerateRunes())
        {
            if (at > 0 && Within(Unspaced, rune.Value))
                yield return word[at..];
            at += rune.Utf16SequenceLength;
        }
    }

    private static string Replaced(string text, Dictionary<int, string> by)
    {
        var replaced = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            replaced.Append(by.TryGetValue(rune.Value, out var letters) ? letters : rune.ToString());
        return replaced.ToString();
    }

    private static bool Within((int From, int To)[] ranges, int character) =>
        Array.Exists(ranges, range => character >= range.From && character <= range.To);

    private static Dictionary<int, string> Pairs(string text) =>
        text.Split(' ').Chunk(2).ToDictionary(pair => char.ConvertToUtf32(pair[0], 0), pair => pair[1]);
}
