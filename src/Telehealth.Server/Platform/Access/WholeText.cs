using System.Collections;
using Telehealth.Server.Platform.Contracts;

namespace Telehealth.Server.Platform.Access;

/// <summary>
/// What every text and list from outside is held against, whatever it is for. Capabilities set limits of their own below these.
/// </summary>
internal static class WholeText
{
    /// <summary>In UTF-16 units. A contract that needs more says so with <see cref="LongTextAttribute"/>.</summary>
    public const int Longest = 4_000;

    /// <summary>No contract has a list that comes near.</summary>
    public const int MostItems = 500;

    /// <summary>
    /// Whether the text is not too long and can be stored and shown: no control characters but the ends of lines and tabs (PostgreSQL keeps
    /// no U+0000), and no half of a surrogate pair.
    /// </summary>
    public static bool IsWhole(string text, int longest = Longest)
    {
        if (text.Length > longest)
            return false;
        for (var index = 0; index < text.Length; index++)
        {
            var letter = text[index];
            if (char.IsControl(letter) && letter is not ('\n' or '\r' or '\t'))
                return false;
            if (!char.IsSurrogate(letter))
                continue;
            if (index + 1 == text.Length || !char.IsSurrogatePair(letter, text[index + 1]))
                return false;
            index++;
        }

        return true;
    }

    public static bool IsBounded(IEnumerable items) => items is not ICollection { Count: > MostItems };

    /// <summary>The first value of the address that cannot be right, by its name; null when all are whole.</summary>
    public static string? FirstFault(HttpRequest request)
    {
        foreach (var (name, value) in request.RouteValues)
        {
            if (value is string text && !IsWhole(text))
                return name;
        }

        foreach (var (name, values) in request.Query)
        {
            if (values.Any(text => text is not null && !IsWhole(text)))
                return IsWhole(name, 100) ? name : "query";
        }

        return null;
    }
}
