using System.Buffers.Binary;

namespace Telehealth.Media.Rtcp;

/// <summary>
/// Packs statuses into chunks and deltas, from the first packet to the last. Symbols wait until it is known which chunk takes most of
/// them: a run while all are the same, fourteen in one bit each while no large delta is among them, else seven in two bits each.
/// Chunks go to their place at once; the deltas follow the last chunk, so they wait aside.
/// </summary>
/// <param name="chunks">Where chunks and then deltas go.</param>
/// <param name="deltas">Room for the deltas meanwhile.</param>
internal ref struct TransportWideEncoder(Span<byte> chunks, Span<byte> deltas)
{
    // What waits (at most thirteen symbols) may need two chunks, the packet itself two more.
    private const int SpareChunks = 4;
    private const int MaxStatuses = ushort.MaxValue;

    private readonly Span<byte> _chunks = chunks;
    private readonly Span<byte> _deltas = deltas;
    private int _chunkLength;
    private int _deltaLength;

    // The first fourteen symbols that wait, two bits each, the oldest lowest.
    private uint _symbols;
    private int _waiting;
    private bool _isRun;
    private bool _hasLarge;

    /// <summary>How many packets have been told about.</summary>
    public int StatusCount { get; private set; }

    /// <summary>Adds a number of lost packets and a received one after them; false when they no longer fit, and nothing is added.</summary>
    public bool TryAdd(long lost, long delta)
    {
        if (delta is < short.MinValue or > short.MaxValue || StatusCount + lost + 1 > MaxStatuses) return false;
        var symbol = delta is >= 0 and <= byte.MaxValue ? TransportWideFeedback.SmallDelta : TransportWideFeedback.LargeDelta;
        var chunkBytes = 2 * ((int)lost / TransportWideFeedback.MaxRun + SpareChunks);
        if (_deltaLength + symbol > _deltas.Length || _chunkLength + chunkBytes + _deltaLength + symbol > _chunks.Length) return false;

        Add(TransportWideFeedback.NotReceived, (int)lost);
        Add((uint)symbol, 1);
        if (symbol == TransportWideFeedback.SmallDelta) _deltas[_deltaLength] = (byte)delta;
        else BinaryPrimitives.WriteInt16BigEndian(_deltas[_deltaLength..], (short)delta);
        _deltaLength += symbol;
        StatusCount += (int)lost + 1;
        return true;
    }

    /// <summary>Writes what waits, then the deltas. Returns the length of both.</summary>
    public int Finish()
    {
        if (_isRun) WriteRun();
        else if (_waiting > StatusChunk.TwoBitSymbols) WriteOneBitVector();
        else if (_waiting > 0) WriteTwoBitVector(_waiting);
        _deltas[.._deltaLength].CopyTo(_chunks[_chunkLength..]);
        return _chunkLength + _deltaLength;
    }

    private void Add(uint symbol, int count)
    {
        while (count > 0)
        {
            if (_waiting == 0 || (_isRun && symbol == (_symbols & 3) && _waiting < TransportWideFeedback.MaxRun))
            {
                var taken = Math.Min(count, TransportWideFeedback.MaxRun - _waiting);
                for (var i = _waiting; i < Math.Min(StatusChunk.OneBitSymbols, _waiting + taken); i++) _symbols |= symbol << (2 * i);
                _isRun = true;
                _hasLarge = symbol == TransportWideFeedback.LargeDelta;
                _waiting += taken;
                count -= taken;
            }
            else if (FitsVector(symbol))
            {
                _symbols |= symbol << (2 * _waiting++);
                _isRun &= symbol == (_symbols & 3);
                _hasLarge |= symbol == TransportWideFeedback.LargeDelta;
                count--;
            }
            else
            {
                WriteWaiting();
            }
        }
    }

    private readonly bool FitsVector(uint symbol) =>
        _waiting < StatusChunk.TwoBitSymbols
        || (_waiting < StatusChunk.OneBitSymbols && !_hasLarge && symbol != TransportWideFeedback.LargeDelta);

    private void WriteWaiting()
    {
        if (_isRun) WriteRun();
        else if (_waiting == StatusChunk.OneBitSymbols) WriteOneBitVector();
        else WriteTwoBitVector(StatusChunk.TwoBitSymbols);
    }

    private void WriteRun()
    {
        Write((ushort)((_symbols & 3) << 13 | (uint)_waiting));
        (_symbols, _waiting, _isRun, _hasLarge) = (0, 0, false, false);
    }

    private void WriteOneBitVector()
    {
        uint chunk = 0x8000;
        for (var i = 0; i < _waiting; i++) chunk |= (_symbols >> (2 * i) & 1) << (13 - i);
        Write((ushort)chunk);
        (_symbols, _waiting) = (0, 0);
    }

    private void WriteTwoBitVector(int count)
    {
        uint chunk = 0xC000;
        for (var i = 0; i < count; i++) chunk |= (_symbols >> (2 * i) & 3) << (12 - 2 * i);
        Write((ushort)chunk);
        _waiting -= count;
        _symbols = count == StatusChunk.TwoBitSymbols ? _symbols >> (2 * count) : 0;
        // A large delta sends seven away at once, so none is among those that stay.
        _hasLarge = false;
        _isRun = _waiting > 0;
        for (var i = 1; i < _waiting; i++) _isRun &= (_symbols >> (2 * i) & 3) == (_symbols & 3);
    }

    private void Write(ushort chunk)
    {
        BinaryPrimitives.WriteUInt16BigEndian(_chunks[_chunkLength..], chunk);
        _chunkLength += 2;
    }
}
