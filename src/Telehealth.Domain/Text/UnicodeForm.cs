using System.Globalization;
using System.Text;

namespace Telehealth.Domain.Text;

/// <summary>
/// One spelling for what is the same text (Unicode Standard Annex 15). The framework's own <c>Normalize</c> leaves text as it is in the
/// invariant mode that this product runs in, so that it runs where no ICU is installed; these rules give the same on every machine.
/// </summary>
public static class UnicodeForm
{
    // Hangul syllables are reckoned (Unicode Standard, section 3.12).
    private const int SyllableBase = 0xAC00, LeadBase = 0x1100, VowelBase = 0x1161, TailBase = 0x11A7;
    private const int Leads = 19, Vowels = 21, Tails = 28, Syllables = Leads * Vowels * Tails;

    private static readonly Tables Known = Tables.Read();

    /// <summary>Composed (NFC): letters with their accents as one character where there is one.</summary>
    /// <param name="text">Any text; half a surrogate pair becomes U+FFFD.</param>
    public static string Compose(string text) => Ascii.IsValid(text) ? text : Text(Composed(Decomposed(text, compatibly: false)));

    /// <summary>
    /// Taken apart as far as it goes (NFKD): accents behind their letters, and wide, small, joined or styled letters as plain ones.
    /// </summary>
    /// <param name="text">Any text; half a surrogate pair becomes U+FFFD.</param>
    public static string Decompose(string text) => Ascii.IsValid(text) ? text : Text(Decomposed(text, compatibly: true));

    private static List<int> Decomposed(string text, bool compatibly)
    {
        var all = new List<int>(text.Length * 2);
        foreach (var rune in text.EnumerateRunes())
            Append(all, rune.Value, compatibly);
        // Marks that do not touch each other stand in one order: a stable sort of each run of them.
        for (var i = 1; i < all.Count; i++)
        {
            var mark = all[i];
            if (Known.ClassOf(mark) is not (> 0 and var own))
                continue;
            var place = i;
            for (; place > 0 && Known.ClassOf(all[place - 1]) > own; place--)
                all[place] = all[place - 1];
            all[place] = mark;
        }

        return all;
    }

    private static void Append(List<int> all, int character, bool compatibly)
    {
        if (character - SyllableBase is >= 0 and < Syllables and var syllable)
        {
            all.Add(LeadBase + (syllable / (Vowels * Tails)));
            all.Add(VowelBase + (syllable % (Vowels * Tails) / Tails));
            if (syllable % Tails > 0)
                all.Add(TailBase + (syllable % Tails));
        }
        else if (
            Known.Canonical.TryGetValue(character, out var parts) || (compatibly && Known.Compatible.TryGetValue(character, out parts)))
        {
            foreach (var part in parts)
                Append(all, part, compatibly);
        }
        else
        {
            all.Add(character);
        }
    }

    private static List<int> Composed(List<int> apart)
    {
        var all = new List<int>(apart.Count);
        var (starter, before) = (-1, 0);
        foreach (var character in apart)
        {
            var own = Known.ClassOf(character);
            // A mark is blocked from its letter by one of the same class, or by what is no mark.
            var next = starter == all.Count - 1 || (before != 0 && before < own);
            if (starter >= 0 && next && Pair(all[starter], character) is { } both)
            {
                all[starter] = both;
                continue;
            }

            if (own == 0)
                starter = all.Count;
            before = own;
            all.Add(character);
        }

        return all;
    }

    private static int? Pair(int first, int second)
    {
        if (first - LeadBase is >= 0 and < Leads and var lead && second - VowelBase is >= 0 and < Vowels and var vowel)
            return SyllableBase + (((lead * Vowels) + vowel) * Tails);
        if (first - SyllableBase is >= 0 and < Syllables and var syllable
            && syllable % Tails == 0
            && second - TailBase is > 0 and < Tails and var tail)
            return first + tail;
        return Known.Pairs.TryGetValue((first, second), out var both) ? both : null;
    }

    private static string Text(List<int> characters)
    {
        var text = new StringBuilder(characters.Count);
        foreach (var character in characters)
            text.Append(new Rune(character).ToString());
        return text.ToString();
    }

    private sealed class Tables
    {
        private readonly List<(int From, int To, int Class)> _marks = [];

        public Dictionary<int, int[]> Canonical { get; } = [];

        public Dictionary<int, int[]> Compatible { get; } = [];

        public Dictionary<(int First, int Second), int> Pairs { get; } = [];

        /// <summary>The combining class; 0 for what is no mark.</summary>
        public int ClassOf(int character)
        {
            var (low, high) = (0, character < 0x300 ? -1 : _marks.Count - 1);
            while (low <= high)
            {
                var middle = (low + high) / 2;
                var (from, to, own) = _marks[middle];
                if (character >= from && character <= to)
                    return own;
                (low, high) = character < from ? (low, middle - 1) : (middle + 1, high);
            }

            return 0;
        }

        public static Tables Read()
        {
            using var stream = typeof(UnicodeForm).Assembly.GetManifestResourceStream(typeof(UnicodeForm), "decompositions.txt")!;
            using var lines = new StreamReader(stream);
            var tables = new Tables();
            while (lines.ReadLine() is { } line)
            {
                if (!line.StartsWith('#'))
                    tables.Add(
                        line[0],
                        [.. line[2..].Split(' ').Select(number => int.Parse(number, NumberStyles.HexNumber, CultureInfo.InvariantCulture))]
                    );
            }

            return tables;
        }

        private void Add(char kind, int[] numbers)
        {
            if (kind == 'M')
                _marks.Add((numbers[0], numbers[1], numbers[2]));
            else if (kind == 'K')
                Compatible.Add(numbers[0], numbers[1..]);
            else
                Canonical.Add(numbers[0], numbers[1..]);
            if (kind == 'C')
                Pairs.Add((numbers[1], numbers[2]), numbers[0]);
        }
    }
}
