using System.Text.RegularExpressions;

namespace Telehealth.Architecture.Tests.Dependencies;

/// <summary>
/// Reads which tables a piece of SQL names, and whether it changes them. It knows as much of the language as that needs: what stands where
/// a table may stand, after <c>from</c>, <c>join</c>, <c>into</c>, <c>update</c> and their like, is one when the caller knows its name.
/// </summary>
internal sealed partial class SqlText
{
    private static readonly HashSet<string> EndOfFrom = Words("where group order limit set returning select values union having window on");
    private static readonly HashSet<string> BeforeAName = Words("only lateral if not exists table");

    private readonly IReadOnlySet<string> _known;
    private readonly HashSet<string> _named;
    private readonly List<(string Table, bool Writes)> _found = [];
    private readonly Stack<bool> _inFrom = new([false]);
    private bool _expects;
    private bool _writes;

    private SqlText(IReadOnlySet<string> known, string text)
    {
        _known = known;
        _named = Named().Matches(text).Select(match => match.Groups[1].Value).ToHashSet(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The tables among the known ones that the text names.</summary>
    public static IReadOnlyList<(string Table, bool Writes)> Tables(string text, IReadOnlySet<string> known) => Read(text, known)._found;

    /// <summary>
    /// Whether the text stops where a table's name comes next: then something else puts the name in, and no test can see it.
    /// </summary>
    public static bool HidesATable(string text) => Read(text, Words(""))._expects && LooksLikeSql().IsMatch(text);

    private static SqlText Read(string text, IReadOnlySet<string> known)
    {
        var plain = Comment().Replace(text, " ").Replace("\"", string.Empty, StringComparison.Ordinal);
        var reading = new SqlText(known, plain);
        var before = string.Empty;
        foreach (var token in Token().Matches(plain).Select(match => match.Value.ToLowerInvariant()))
        {
            reading.Take(token, before);
            before = token;
        }

        return reading;
    }

    private void Take(string token, string before)
    {
        switch (token)
        {
            case "(":
                _inFrom.Push(false);
                _expects = false;
                break;
            case ")":
                if (_inFrom.Count > 1)
                    _inFrom.Pop();
                _expects = false;
                break;
            case ",":
                Expect(_inFrom.Peek(), writes: false);
                break;
            case "from" or "join" or "using" when before != "distinct":
                _inFrom.Pop();
                _inFrom.Push(true);
                Expect(true, writes: before == "delete");
                break;
            case "into" or "truncate" or "copy" or "lock" or "table":
                Expect(true, writes: true);
                break;
            case "update" when before is not ("for" or "do" or "key"):
                Expect(true, writes: true);
                break;
            case var word when EndOfFrom.Contains(word):
                _inFrom.Pop();
                _inFrom.Push(false);
                _expects = false;
                break;
            case var name when _expects && !BeforeAName.Contains(name):
                Name(name.StartsWith("public.", StringComparison.Ordinal) ? name["public.".Length..] : name);
                break;
        }
    }

    private void Expect(bool expects, bool writes) => (_expects, _writes) = (expects, writes);

    private void Name(string name)
    {
        _expects = false;
        if (_known.Contains(name) && !_named.Contains(name))
            _found.Add((name, _writes));
    }

    private static HashSet<string> Words(string words) =>
        words.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal);

    [GeneratedRegex(@"--[^\n]*")]
    private static partial Regex Comment();

    [GeneratedRegex(@"[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*|\S")]
    private static partial Regex Token();

    /// <summary>A result that the statement itself names: <c>with due as (…)</c>.</summary>
    [GeneratedRegex(@"\b([a-z_]+)\s+(?:\([^)]*\)\s+)?as\s+(?:not\s+)?(?:materialized\s+)?\(", RegexOptions.IgnoreCase)]
    private static partial Regex Named();

    [GeneratedRegex(@"\b(select|insert into|delete from|update|truncate)\b", RegexOptions.IgnoreCase)]
    private static partial Regex LooksLikeSql();
}
