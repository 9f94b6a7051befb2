using Telehealth.Media.Receiving;

namespace Telehealth.Media.Sending;

/// <summary>The numbers under which a packet goes out.</summary>
internal readonly record struct Placement(
    long Sequence, uint Timestamp, byte Run, bool HasNewPictureNumbers, ushort PictureId, byte Tl0PictureIndex);

/// <summary>
/// The unbroken sequence of numbers that one slot sends, whatever it is made of: layers that change, sources that begin anew, packets
/// that are left out. Each stretch of one layer is a run with its own offsets; what is left out on purpose closes up behind itself,
/// what is lost on the way to the relay stays a gap. VP8's picture numbers go on likewise (RFC 7741 section 4.2), because a decoder
/// takes a hole in them for a picture that is still to come. A mutable value: keep it in a field.
/// </summary>
internal struct OutgoingSequence
{
    private const int KeptRuns = 4;
    private const int KeptSkips = 64;

    private Runs _runs;
    private Skip[]? _skips;
    private int _skipCount;
    private byte _run;
    private long _highest;
    private uint _highestTimestamp;
    private TimeSpan _highestAt;
    private ushort _highestPicture;
    private byte _highestTl0;
    private int _skippedPicture;

    /// <summary>Whether anything was sent on the sequence.</summary>
    public bool HasSent { get; private set; }

    /// <summary>The layer that the sequence is made of now; null while none is.</summary>
    public Layer? Layer { get; private set; }

    /// <summary>Whether the sequence goes on with this layer, in the run that it knows.</summary>
    public readonly bool IsOf(Layer layer) => Layer == layer && _runs[_run % KeptRuns].LayerRun == layer.Run;

    /// <summary>The timestamp on the sequence for one of the layer's, while the sequence is of it.</summary>
    public readonly uint TimestampOf(uint timestamp) => timestamp + _runs[_run % KeptRuns].TimestampOffset;

    /// <summary>Begins a sequence for a new source.</summary>
    /// <param name="sequence">The number before its first. RFC 3711 section
    /// 3.3.1 is safest with one in the lower half of the range.</param>
    /// <param name="timestamp">Its start, random as RFC 3550 section 5.1 wants it.</param>
    public static OutgoingSequence Start(ushort sequence, uint timestamp) =>
        new()
        {
            _highest = sequence,
            _highestTimestamp = timestamp,
            _skippedPicture = -1,
        };

    /// <summary>Ends the run: what follows begins one with <see cref="BeginRun"/>.</summary>
    public void EndRun() => Layer = null;

    /// <summary>Continues the sequence with another stretch, which begins with this packet.</summary>
    public void BeginRun(Layer layer, in CachedPacket packet, TimeSpan now)
    {
        var pause = HasSent ? now - _highestAt : TimeSpan.Zero;
        var step = Math.Max(1, (long)(pause.TotalSeconds * layer.Track.ClockRate));
        var info = packet.Info;
        var isFirst = !HasSent;
        _run++;
        _runs[_run % KeptRuns] = new()
        {
            Number = _run,
            Layer = layer,
            LayerRun = layer.Run,
            First = packet.Sequence,
            SequenceOffset = _highest + 1 - packet.Sequence,
            TimestampOffset = _highestTimestamp + (uint)step - packet.Timestamp,
            PictureOffset = isFirst || info.PictureIdBits == 0 ? 0 : _highestPicture + 1 - info.PictureId,
            Tl0Offset = isFirst || info.Tl0PictureIndex < 0 ? 0 : _highestTl0 + 1 - info.Tl0PictureIndex,
        };
        _skipCount = 0;
        _skippedPicture = -1;
        Layer = layer;
    }

    /// <summary>Finds a packet's place; the second answer tells whether it is the newest on the sequence.</summary>
    /// <returns>False for one from before the run's start, or one that was left out.</returns>
    public readonly bool TryPlace(in CachedPacket packet, out Placement placement, out bool isNewest)
    {
        ref readonly var run = ref _runs[_run % KeptRuns];
        var sequence = packet.Sequence + run.SequenceOffset;
        var pictureOffset = run.PictureOffset;
        placement = default;
        isNewest = false;
        if (packet.Sequence < run.First) return false;
        // What was left out moved the sequence only for those behind it.
        for (var i = 0; i < Math.Min(_skipCount, KeptSkips); i++)
        {
            var skip = _skips![(_skipCount - 1 - i) % KeptSkips];
            if (skip.Sequence == packet.Sequence) return false;
            if (skip.Sequence < packet.Sequence) break;
            sequence++;
            if (skip.IsNewPicture) pictureOffset++;
        }
        var info = packet.Info;
        var isRenumbered = info.PictureIdBits != 0 && (pictureOffset != 0 || run.Tl0Offset != 0);
        var picture = (ushort)((info.PictureId + pictureOffset) & PictureMask(info.PictureIdBits));
        isNewest = sequence > _highest;
        placement = new(
            sequence, packet.Timestamp + run.TimestampOffset, run.Number, isRenumbered, picture,
            (byte)(info.Tl0PictureIndex + run.Tl0Offset));
        return true;
    }

    /// <summary>How far a packet stands behind the newest.</summary>
    public readonly long Behind(in Placement placement) => _highest - placement.Sequence;

    /// <summary>Notes the newest packet as sent.</summary>
    public void Advance(in Placement placement, TimeSpan now)
    {
        _highest = placement.Sequence;
        _highestTimestamp = placement.Timestamp;
        _highestAt = now;
        _highestPicture = placement.PictureId;
        _highestTl0 = placement.Tl0PictureIndex;
        HasSent = true;
    }

    /// <summary>Leaves the newest packet out: the sequence closes behind it.</summary>
    /// <returns>False for one that is not the newest: its place stands in the sequence already.</returns>
    public bool TrySkip(in CachedPacket packet)
    {
        ref var run = ref _runs[_run % KeptRuns];
        if (packet.Sequence < run.First || packet.Sequence + run.SequenceOffset <= _highest) return false;
        var isNewPicture = packet.Info.PictureIdBits != 0 && packet.Info.PictureId != _skippedPicture;
        // Made when it is needed: most sequences leave nothing out, and what every packet touches should be small.
        _skips ??= new Skip[KeptSkips];
        _skips[_skipCount++ % KeptSkips] = new(packet.Sequence, isNewPicture);
        run.SequenceOffset--;
        if (!isNewPicture) return true;
        run.PictureOffset--;
        _skippedPicture = packet.Info.PictureId;
        return true;
    }

    /// <summary>Finds the run of a packet that was sent, as long as its numbers are known.</summary>
    public readonly bool TryFindRun(byte number, out Layer layer, out uint timestampOffset)
    {
        ref readonly var run = ref _runs[number % KeptRuns];
        (layer, timestampOffset) = (run.Layer, run.TimestampOffset);
        return run.Layer is not null && run.Number == number && run.Layer.Run == run.LayerRun;
    }

    private static int PictureMask(byte bits) => bits == 7 ? 0x7F : 0x7FFF;

    private struct Run
    {
        public byte Number;
        public Layer Layer;
        public uint LayerRun;
        public long First;
        public long SequenceOffset;
        public uint TimestampOffset;
        public int PictureOffset;
        public int Tl0Offset;
    }

    private readonly record struct Skip(long Sequence, bool IsNewPicture);

    [System.Runtime.CompilerServices.InlineArray(KeptRuns)]
    private struct Runs
    {
        private Run _first;
    }
}
