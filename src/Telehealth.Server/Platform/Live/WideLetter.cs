using System.Text.Json;

namespace Telehealth.Server.Platform.Live;

/// <summary>What is told on other nodes. What it says goes on as it was written.</summary>
/// <param name="Groups">By their names on a node. A connection that is in several of them is told once.</param>
/// <param name="Message">The name of the message.</param>
/// <param name="Arguments">What it says.</param>
/// <param name="Excluded">Connections that are not told; null for none.</param>
/// <param name="From">The node that tells it.</param>
/// <param name="Number">Counted by that node, so that a letter that comes by two ways is heard once.</param>
internal sealed record WideLetter(
    IReadOnlyList<string> Groups, string Message, IReadOnlyList<JsonElement> Arguments, IReadOnlyList<string>? Excluded, string? From,
    long Number);

/// <summary>
/// The numbers of one node's newest letters that were heard. One that is so old that nobody remembers counts as heard: what it said is no
/// longer so. Not for several threads.
/// </summary>
internal sealed class LetterWindow
{
    public const int Size = 4_096;

    private readonly bool[] _heard = new bool[Size];
    private long _newest;

    public bool IsFirst(long number)
    {
        if (number < 1 || number <= _newest - Size)
            return false;
        for (var passed = Math.Max(_newest, number - Size) + 1; passed <= number; passed++)
            _heard[passed % Size] = false;
        _newest = Math.Max(_newest, number);
        if (_heard[number % Size])
            return false;
        return _heard[number % Size] = true;
    }
}
