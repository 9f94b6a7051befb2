using System.Buffers;
using System.Text.RegularExpressions;

namespace Telehealth.Domain.Text;

/// <summary>
/// Rows of a comma-separated file (RFC 4180) for people who open it in a spreadsheet. What others wrote stays what they wrote: it runs as
/// no formula, and becomes neither a number nor a date.
/// </summary>
public static partial class CsvText
{
    // The semicolon too: where a comma is the decimal sign, spreadsheets part columns by it.
    private static readonly SearchValues<char> ToQuote = SearchValues.Create(",;\"\r\n\t");

    /// <summary>One row with its line end.</summary>
    /// <param name="fields">What the server itself wrote, such as times and
    /// numbers, as <see cref="Own"/>; all else as <see cref="Written"/>.</param>
    public static string Row(params IEnumerable<string> fields) => $"{string.Join(',', fields)}\r\n";

    /// <summary>A field of the server's own words: quoted where it must be.</summary>
    public static string Own(string value) =>
        value.AsSpan().ContainsAny(ToQuote) ? $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : value;

    /// <summary>
    /// A field that people wrote. What a spreadsheet would take for a formula (also by a full-width sign, a tab or a line end in front),
    /// for a number that loses its zeros or digits, or for a date begins with an apostrophe.
    /// </summary>
    public static string Written(string value) =>
        Own(Formula().IsMatch(value) || NumberOrDate().IsMatch(PlainText.FoldDigits(value)) ? $"'{value}" : value);

    // Spreadsheets pass over blanks, and over what nobody sees, before a
    // formula. The full-width signs are read as the plain ones in some locales.
    [GeneratedRegex(@"^[\s\p{Z}\p{Cf}]*[=+\-@|%＝＋－＠﹦﹢﹣﹫−]|^[\t\r\n]")]
    private static partial Regex Formula();

    // 0731555, 3-4, 3/4/26, 12.5, 1e5, 10:30, "3 May", 12345678901234567890:
    // digits with what stands between the parts of numbers and dates.
    [GeneratedRegex(
        @"^\s*(?:[\d.,'’\u00A0\u202F ]+(?:[eE][+\-]?\d+)?%?|\d[\d\-/.: ]*(?:[aApP]\.?[mM]\.?)?|\d{1,4}[\-/. ]*\p{L}{3,9}\.?(?:[\-/., ]*\d{1,4})?|\p{L}{3,9}\.?[\-/ ]+\d{1,4}(?:[, ]+\d{4})?)\s*$")]
    private static partial Regex NumberOrDate();
}
