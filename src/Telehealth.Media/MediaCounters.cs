namespace Telehealth.Media;

/// <summary>
/// What a relay has done since its start. One thread writes; any thread may read a value, which may be a moment old.
/// </summary>
public sealed class MediaCounters
{
    private readonly long[] _dropped = new long[Enum.GetValues<DropReason>().Length];

    /// <summary>Datagrams taken in.</summary>
    public long DatagramsReceived { get; internal set; }

    /// <summary>RTP packets taken in, decrypted and accepted.</summary>
    public long PacketsReceived { get; internal set; }

    /// <summary>RTP packets sent on, one for each receiver.</summary>
    public long PacketsForwarded { get; internal set; }

    /// <summary>RTP packets sent again from the cache.</summary>
    public long PacketsResent { get; internal set; }

    /// <summary>Key frame requests sent to publishers.</summary>
    public long KeyFramesRequested { get; internal set; }

    /// <summary>Packets asked again of publishers.</summary>
    public long PacketsRequested { get; internal set; }

    /// <summary>Peers that were asked to restart ICE because media went one way only.</summary>
    public long RepairsAsked { get; internal set; }

    /// <summary>Exceptions that were met in the work for one peer, and stayed there.</summary>
    public long Faults { get; internal set; }

    /// <summary>Peers that lost their connection because they were part of too many faults.</summary>
    public long PeersGivenUp { get; internal set; }

    /// <summary>Statuses of packets read from transport-wide feedback.</summary>
    public long StatusesRead { get; internal set; }

    /// <summary>Numbers of packets that peers wanted again and that were looked for.</summary>
    public long RepeatsSought { get; internal set; }

    /// <summary>Rooms now.</summary>
    public int Rooms { get; internal set; }

    /// <summary>Peers now.</summary>
    public int Peers { get; internal set; }

    /// <summary>How often something was dropped for this reason.</summary>
    public long Dropped(DropReason reason) => Volatile.Read(ref _dropped[(int)reason]);

    internal void Drop(DropReason reason) => _dropped[(int)reason]++;
}
