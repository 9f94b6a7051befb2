using System.Text.RegularExpressions;

namespace Telehealth.Domain.Text;

/// <summary>
/// A telephone number as people write one: any digits and separators, brackets, an extension, words beside it. Reading never fails. What
/// cannot be dialled is still what somebody said, and it is shown.
/// </summary>
/// <param name="Typed">What was typed, as a clean line with ASCII digits; empty when nothing was.</param>
/// <param name="Dial">
/// A <c>tel:</c> URI (RFC 3966), the extension apart as <c>;ext=</c>; null when there is nothing that can be dialled.
/// </param>
public sealed partial record TelephoneNumber(string Typed, string? Dial)
{
    /// <summary>Longest text that is kept, in UTF-16 units; the rest is cut.</summary>
    public const int Longest = 100;

    /// <summary>Nothing was said.</summary>
    public static readonly TelephoneNumber None = new(string.Empty, null);

    // ITU-T E.164 section 6.2.1: at most 15 digits. Three or four digits are a short code, such as 112.
    private const int MostDigits = 15;
    private const int FewestDigits = 5;
    private const int FewestOfShortCode = 3;

    // Where the zero after the country code belongs to the number itself: Italy, San Marino, Côte d'Ivoire, Congo.
    private static readonly string[] ZeroIsDialled = ["39", "378", "225", "242"];

    /// <summary>Reads what was typed.</summary>
    /// <param name="text">Any text; null when nothing was asked or said.</param>
    public static TelephoneNumber Read(string? text)
    {
        var typed = PlainText.FoldDigits(PlainText.Line(text, Longest));
        return typed.Length == 0 ? None : new TelephoneNumber(typed, DialOf(typed));
    }

    private static string? DialOf(string typed)
    {
        var text = Plain(typed);
        foreach (Match run in Run().Matches(text))
        {
            var after = text[(run.Index + run.Length)..];
            if (Digits(run.Value, after, alone: run.Value.Length == text.Length) is { } number)
                return $"tel:{number}{(Extension().Match(after) is { Success: true } found ? $";ext={found.Groups[1].Value}{found.Groups[2].Value}" : string.Empty)}";
        }

        return null;
    }

    /// <summary>The same text with one sign for each kind of sign.</summary>
    private static string Plain(string typed)
    {
        var text = Scheme().Replace(typed, string.Empty);
        if (text.Length != typed.Length)
            text = text.Replace("%2B", "+", StringComparison.OrdinalIgnoreCase).Replace("%20", " ", StringComparison.Ordinal);
        text = Hyphens().Replace(text, "-");
        text = Dots().Replace(text, ".");
        return text.Replace('＋', '+')
            .Replace('﹢', '+')
            .Replace('（', '(')
            .Replace('）', ')')
            .Replace('[', '(')
            .Replace(']', ')')
            .Replace('／', '/')
            .Trim();
    }

    private static string? Digits(string run, string after, bool alone)
    {
        // A word that is written onto digits takes them along ("5550177 24h"), and one after a single digit too ("5550177 2. floor").
        if (run.LastIndexOf(' ') is > 0 and var blank
            && !Extension().IsMatch(after)
            && (Word().IsMatch(after) || (run.Length == blank + 2 && LaterWord().IsMatch(after))))
            run = run[..blank];
        run = TrunkZero().Replace(run, match => ZeroIsDialled.Contains(match.Groups[2].Value) ? match.Value : match.Groups[1].Value);
        foreach (var part in Fits(run) ? [run] : run.Split('/'))
        {
            // Where one writes from right to left, the plus of a copied number can stand behind it.
            var plus = part.Contains('+') || (after is "+" && !part.TrimStart(' ', '(').StartsWith('0'));
            var digits = new string([.. part.Where(char.IsAsciiDigit)]);
            if (Fits(part) || (alone && digits.Length >= FewestOfShortCode && digits.Length < FewestDigits))
                return plus ? $"+{digits}" : digits;
        }

        return null;
    }

    private static bool Fits(string run)
    {
        var digits = run.Count(char.IsAsciiDigit);
        return digits >= FewestDigits && digits <= MostDigits + (International().IsMatch(run) ? 2 : 0);
    }

    [GeneratedRegex(@"^(?:tel|callto):(?://)?", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Scheme();

    [GeneratedRegex(@"[\p{Pd}\u2212\u2043\u02D7\u30FC]")]
    private static partial Regex Hyphens();

    [GeneratedRegex(@"[\u00B7\u2022\u2027\u2219\u30FB\uFF0E'\u2019]")]
    private static partial Regex Dots();

    // Digits, or digits in brackets, with few separators between them; not the end of a word such as "A12".
    [GeneratedRegex(@"(?<![\p{L}\p{M}\d])(?:\+ ?)?(?:\d|\( ?\+?\d[\d \-]*\))(?:[ \-./]{0,3}(?:\d|\( ?\+?\d[\d \-]*\)))*")]
    private static partial Regex Run();

    [GeneratedRegex(@"^\( ?00|^00")]
    private static partial Regex International();

    [GeneratedRegex(@"^(\(?(?:\+|00) ?(\d{1,3}) ?\)?)[ \-./]{0,3}\( ?0 ?\)")]
    private static partial Regex TrunkZero();

    [GeneratedRegex(@"^[\p{L}\p{M}]")]
    private static partial Regex Word();

    [GeneratedRegex(@"^[. ]{1,2}\p{L}")]
    private static partial Regex LaterWord();

    [GeneratedRegex(
        @"^(?:[ ,;.\-]{0,3}(?:extension|extn|ext|x|#|durchwahl|dw|nebenstelle|nst|apparat|poste|interno|interne|int|anexo|ramal|wew|klapka|linka|toestel|tst|anknytning|dahili|добавочный|доб|внутренний|внутр|تحويلة|داخلي|שלוחה|内線|分机|分機|내선)[ .:=#\-]{0,3}(\d{1,7})(?!\d)|[,;]{1,3} ?(\d{1,7})$)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Extension();
}
