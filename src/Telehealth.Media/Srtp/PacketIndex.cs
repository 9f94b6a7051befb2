namespace Telehealth.Media.Srtp;

/// <summary>Extends 16-bit sequence numbers of one source to 48-bit packet indices (RFC 3711 section 3.3.1).</summary>
internal struct PacketIndex
{
    private const int Half = 1 << 15;

    private ulong highest;
    private bool hasStarted;

    /// <summary>
    /// Guesses the index nearest to the highest one known. The first packet has rollover counter 0. False for a number that would
    /// lie before index 0, which no packet has.
    /// </summary>
    public readonly bool TryGuess(ushort sequence, out ulong index)
    {
        index = sequence;
        if (!hasStarted) return true;
        var distance = (short)(ushort)(sequence - (ushort)highest);
        // Exactly half a cycle away is read as behind by the cast and as ahead or behind by the RFC's two inequalities.
        var guess = (long)highest + (distance == short.MinValue && (ushort)highest < Half ? Half : distance);
        index = (ulong)guess;
        return guess >= 0;
    }

    /// <summary>Records an index that was sent, or whose packet is authentic.</summary>
    public void Record(ulong index)
    {
        if (hasStarted && index <= highest) return;
        highest = index;
        hasStarted = true;
    }
}

/// <summary>Remembers which of the latest 1,024 indices of one source have been seen (RFC 3711 section 3.3.2).</summary>
internal sealed class ReplayWindow
{
    /// <summary>RFC 3711 asks for 64; a burst of video with a retransmission behind it spans several hundred.</summary>
    public const int Size = 1_024;

    private readonly ulong[] seen = new ulong[Size / 64];
    private ulong highest;
    private bool hasStarted;

    /// <summary>Whether an index is neither seen nor so old that it could have been.</summary>
    public bool IsFresh(ulong index)
    {
        if (!hasStarted || index > highest) return true;
        return highest - index < Size && (seen[Word(index)] & Bit(index)) == 0;
    }

    /// <summary>Marks a fresh index whose packet is authentic.</summary>
    public void Record(ulong index)
    {
        if (!hasStarted || index > highest)
        {
            if (!hasStarted || index - highest >= Size) Array.Clear(seen);
            else for (var passed = highest + 1; passed < index; passed++) seen[Word(passed)] &= ~Bit(passed);
            highest = index;
            hasStarted = true;
        }
        seen[Word(index)] |= Bit(index);
    }

    private static int Word(ulong index) => (int)(index % Size / 64);

    private static ulong Bit(ulong index) => 1UL << (int)(index % 64);
}
