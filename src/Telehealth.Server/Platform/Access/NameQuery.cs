using Telehealth.Domain.Text;

namespace Telehealth.Server.Platform.Access;

/// <summary>
/// Searches names by their folded words with an index, and compares nothing by the database's locale. Words and query are folded by
/// <see cref="FoldedText"/>; PostgreSQL is only asked which words begin so.
/// </summary>
internal static class NameQuery
{
    /// <summary>As people look for a name in a list; needs the table as <c>p</c>.</summary>
    public const string Order = "p.folded_name collate \"C\"";

    /// <summary>
    /// A condition on the table as <c>p</c>. The parameter holds what <see cref="Of"/> gives; an empty one finds everybody.
    /// </summary>
    public static string Finds(string parameter) =>
        $"({parameter} = '' or array_to_tsvector(p.search_words) @@ {parameter}::text::tsquery)";

    /// <summary>
    /// Empty when nothing was typed. What has no word in it, such as a lone sign, finds nobody: it asks for a word that no name has.
    /// </summary>
    public static string Of(string? search)
    {
        var words = FoldedText.Query(search);
        if (words.Count == 0)
            return string.IsNullOrWhiteSpace(search) ? string.Empty : "'no word'";
        return string.Join(" & ", words.Select(ways => $"({string.Join(" | ", ways.Select(way => $"'{way}':*"))})"));
    }
}
