namespace Telehealth.Media.Sending;

/// <summary>The recent sent records of one down track, by outgoing sequence number.</summary>
internal sealed class SentRecords(int capacity)
{
    private readonly SentRecord[] _records = new SentRecord[capacity];
    private readonly int _mask = capacity - 1;

    public int Capacity => capacity;

    public void Add(in SentRecord record) => _records[record.OutSequence & _mask] = record;

    public bool TryFind(ushort outSequence, out SentRecord record)
    {
        record = _records[outSequence & _mask];
        return record.Is(SentFlags.IsUsed) && record.OutSequence == outSequence;
    }

    public void Clear() => Array.Clear(_records);
}
