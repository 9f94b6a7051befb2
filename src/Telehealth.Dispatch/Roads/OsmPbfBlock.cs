using Google.Protobuf;
using Telehealth.Domain.Geo;

namespace Telehealth.Dispatch.Roads;

/// <summary>
/// A block of elements of a PBF file (<c>PrimitiveBlock</c> of its <c>osmformat.proto</c>, whose field numbers stand in the cases here).
/// Elements are read when they are asked for, and what is damaged throws as <see cref="PbfMessage"/> does.
/// </summary>
internal sealed class OsmPbfBlock
{
    private readonly List<ByteString> _groups = [];
    private readonly List<ByteString> _texts = [];
    private readonly string?[] _readTexts;
    private readonly long _granularity = 100;
    private readonly long _latitudeOffset;
    private readonly long _longitudeOffset;

    /// <summary>Takes a block apart into its groups; the numbers that they need may stand behind them.</summary>
    public OsmPbfBlock(ByteString block)
    {
        ByteString? texts = null;
        for (var message = new PbfMessage(block); message.Next();)
        {
            switch (message.Field)
            {
                case 1:
                    message.Once(ref texts);
                    break;
                case 2:
                    _groups.Add(message.Bytes());
                    break;
                case 17:
                    _granularity = message.Number();
                    break;
                case 19:
                    _latitudeOffset = message.Number();
                    break;
                case 20:
                    _longitudeOffset = message.Number();
                    break;
                default:
                    message.Skip();
                    break;
            }
        }

        for (var message = new PbfMessage(texts ?? ByteString.Empty); message.Next();)
        {
            if (message.Field == 1)
                _texts.Add(message.Bytes());
            else
                message.Skip();
        }

        _readTexts = new string?[_texts.Count];
    }

    /// <summary>The nodes, deleted ones as such.</summary>
    public IEnumerable<OsmElement> Nodes()
    {
        foreach (var group in _groups)
        {
            for (var message = new PbfMessage(group); message.Next();)
            {
                if (message.Field == 1)
                {
                    yield return Node(message.Bytes());
                }
                else if (message.Field == 2)
                {
                    foreach (var node in DenseNodes(message.Bytes()))
                        yield return node;
                }
                else
                {
                    message.Skip();
                }
            }
        }
    }

    /// <summary>The ways and relations, deleted ones as such.</summary>
    public IEnumerable<OsmElement> WaysAndRelations()
    {
        foreach (var group in _groups)
        {
            for (var message = new PbfMessage(group); message.Next();)
            {
                if (message.Field == 3)
                    yield return Way(message.Bytes());
                else if (message.Field == 4)
                    yield return Relation(message.Bytes());
                else
                    message.Skip();
            }
        }
    }

    private OsmElement Node(ByteString bytes)
    {
        var (id, latitude, longitude) = ((long?)null, (long?)null, (long?)null);
        var (keys, values, info) = ((ByteString?)null, (ByteString?)null, (ByteString?)null);
        for (var message = new PbfMessage(bytes); message.Next();)
        {
            switch (message.Field)
            {
                case 1:
                    id = message.SignedNumber();
                    break;
                case 2:
                    message.Once(ref keys);
                    break;
                case 3:
                    message.Once(ref values);
                    break;
                case 4:
                    message.Once(ref info);
                    break;
                case 8:
                    latitude = message.SignedNumber();
                    break;
                case 9:
                    longitude = message.SignedNumber();
                    break;
                default:
                    message.Skip();
                    break;
            }
        }

        return IsVisible(info) ? Node(There(id), There(latitude), There(longitude), Tags(keys, values)) : new OsmDeleted();
    }

    /// <summary>
    /// Nodes as most files have them: a list for each property, in which each number is told by how much it differs from the one before.
    /// </summary>
    private IEnumerable<OsmElement> DenseNodes(ByteString bytes)
    {
        var lists = new ByteString?[11];
        for (var message = new PbfMessage(bytes); message.Next();)
        {
            if (message.Field is 1 or 5 or 8 or 9 or 10)
                message.Once(ref lists[message.Field]);
            else
                message.Skip();
        }

        var (ids, latitudes, longitudes, tags) = (PbfMessage.List(lists[1]),
            PbfMessage.List(lists[8]),
            PbfMessage.List(lists[9]),
            PbfMessage.List(lists[10]));
        var visible = PbfMessage.List(Visible(lists[5]));
        var (areTagged, areMarked) = (!tags.IsAtEnd, !visible.IsAtEnd);
        for (var (id, latitude, longitude) = (0L, 0L, 0L); !ids.IsAtEnd;)
        {
            id += ids.ReadSInt64();
            latitude += latitudes.ReadSInt64();
            longitude += longitudes.ReadSInt64();
            var own = areTagged ? DenseTags(tags) : OsmElement.NoTags;
            yield return !areMarked || visible.ReadBool() ? Node(id, latitude, longitude, own) : new OsmDeleted();
        }

        if (!latitudes.IsAtEnd || !longitudes.IsAtEnd || !tags.IsAtEnd || !visible.IsAtEnd)
            throw new InvalidDataException("Its nodes have lists of different lengths.");
    }

    private OsmElement Node(long id, long latitude, long longitude, IReadOnlyDictionary<string, string> tags) =>
        GeoPoint.TryCreate(Degrees(_latitudeOffset, latitude), Degrees(_longitudeOffset, longitude), out var place)
            ? new OsmNode(id, place, tags)
            : new OsmBadNode();

    /// <summary>
    /// Whole nanodegrees are told; divided, they are the very number that the same degrees are in XML. Any two numbers of 64 bits fit.
    /// </summary>
    private double Degrees(long offset, long steps) => (double)((Int128)steps * _granularity + offset) / 1e9;

    private OsmElement Way(ByteString bytes)
    {
        var (id, lists) = Lists(bytes);
        if (!IsVisible(lists[4]))
            return new OsmDeleted();
        var nodes = new List<long>();
        var refs = PbfMessage.List(lists[8]);
        for (var node = 0L; !refs.IsAtEnd;)
            nodes.Add(node += refs.ReadSInt64());
        return new OsmWay(id, nodes, Tags(lists[2], lists[3]));
    }

    private OsmElement Relation(ByteString bytes)
    {
        var (id, lists) = Lists(bytes);
        if (!IsVisible(lists[4]))
            return new OsmDeleted();
        var members = new List<OsmMember>();
        var (roles, ids, kinds) = (PbfMessage.List(lists[8]), PbfMessage.List(lists[9]), PbfMessage.List(lists[10]));
        for (var member = 0L; !ids.IsAtEnd;)
        {
            member += ids.ReadSInt64();
            var kind = (OsmKind)kinds.ReadEnum();
            if (!Enum.IsDefined(kind))
                throw new InvalidDataException("A member of a relation is neither a node nor a way nor a relation.");
            members.Add(new OsmMember(kind, member, Text(roles.ReadInt64())));
        }

        return roles.IsAtEnd && kinds.IsAtEnd
            ? new OsmRelation(id, members, Tags(lists[2], lists[3]))
            : throw new InvalidDataException("A relation has lists of different lengths.");
    }

    /// <summary>Ways and relations alike: keys in field 2, values in 3, info in 4, and what they are made of in 8 to 10.</summary>
    private static (long Id, ByteString?[] Lists) Lists(ByteString bytes)
    {
        var (id, lists) = ((long?)null, new ByteString?[11]);
        for (var message = new PbfMessage(bytes); message.Next();)
        {
            if (message.Field == 1)
                id = message.Number();
            else if (message.Field is 2 or 3 or 4 or 8 or 9 or 10)
                message.Once(ref lists[message.Field]);
            else
                message.Skip();
        }

        return (There(id), lists);
    }

    private static long There(long? number) => number ?? throw new InvalidDataException("An element has no id or no place.");

    private static bool IsVisible(ByteString? info)
    {
        var visible = true;
        for (var message = new PbfMessage(info ?? ByteString.Empty); message.Next();)
        {
            if (message.Field == 6)
                visible = message.Number() != 0;
            else
                message.Skip();
        }

        return visible;
    }

    private static ByteString? Visible(ByteString? denseInfo)
    {
        ByteString? visible = null;
        for (var message = new PbfMessage(denseInfo ?? ByteString.Empty); message.Next();)
        {
            if (message.Field == 6)
                message.Once(ref visible);
            else
                message.Skip();
        }

        return visible;
    }

    private Dictionary<string, string> Tags(ByteString? keys, ByteString? values)
    {
        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        var (key, value) = (PbfMessage.List(keys), PbfMessage.List(values));
        while (!key.IsAtEnd)
            tags[Text(key.ReadUInt32())] = Text(value.ReadUInt32());
        return value.IsAtEnd ? tags : throw new InvalidDataException("An element has more values than keys.");
    }

    /// <summary>The next node's tags: a key and a value by turns, up to a 0.</summary>
    private IReadOnlyDictionary<string, string> DenseTags(CodedInputStream keysAndValues)
    {
        Dictionary<string, string>? tags = null;
        while (keysAndValues.ReadInt32() is var key and not 0)
            (tags ??= new(StringComparer.Ordinal))[Text(key)] = Text(keysAndValues.ReadInt32());
        return tags ?? OsmElement.NoTags;
    }

    private string Text(long index)
    {
        if (index < 0 || index >= _texts.Count)
            throw new InvalidDataException($"An element names text {index}, and there are {_texts.Count}.");
        return _readTexts[index] ??= _texts[(int)index].ToStringUtf8();
    }
}
