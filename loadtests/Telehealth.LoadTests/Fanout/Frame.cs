using System.Buffers.Text;
using System.Text;

namespace Telehealth.LoadTests.Fanout;

/// <summary>
/// A WebSocket frame of a client with a message of 128 bytes in it, into which the moment at which it was due and a tag are written before
/// each sending. Its mask is zero, which the protocol allows and which leaves the text as it is.
/// </summary>
internal sealed class Frame
{
    /// <summary>What a message begins with; nothing else that a server sends holds it.</summary>
    public static readonly byte[] Mark = "@@"u8.ToArray();

    /// <summary>The mark, a moment and a tag, each in so many hexadecimal digits.</summary>
    public const int HeadLength = 2 + MomentDigits + TagDigits;

    private const int MessageLength = 128;
    private const int MomentDigits = 16;
    private const int TagDigits = 8;
    private const byte WholeText = 0x81;
    private const byte Masked = 0x80;
    private const int LongLength = 126;

    private readonly int _messageAt;

    private Frame(byte[] bytes)
    {
        Bytes = bytes;
        _messageAt = bytes.AsSpan().IndexOf(Mark);
    }

    public byte[] Bytes { get; }

    /// <param name="text">With <c>{0}</c> where the message stands.</param>
    public static Frame WithMessage(string text) =>
        new(Of(text.Replace("{0}", Encoding.ASCII.GetString(Mark).PadRight(MessageLength, 'x'), StringComparison.Ordinal)));

    /// <summary>A text as one frame.</summary>
    public static byte[] Of(string text)
    {
        var content = Encoding.ASCII.GetBytes(text);
        byte[] head = content.Length < LongLength
            ? [WholeText, (byte)(Masked | content.Length)]
            : [WholeText, Masked | LongLength, (byte)(content.Length >> 8), (byte)content.Length];
        return [.. head, 0, 0, 0, 0, .. content];
    }

    public void Stamp(long moment, int tag)
    {
        var head = Bytes.AsSpan(_messageAt + Mark.Length);
        Utf8Formatter.TryFormat(moment, head[..MomentDigits], out _, new System.Buffers.StandardFormat('x', MomentDigits));
        Utf8Formatter.TryFormat(tag, head.Slice(MomentDigits, TagDigits), out _, new System.Buffers.StandardFormat('x', TagDigits));
    }

    public static (long Moment, int Tag) ReadHead(ReadOnlySpan<byte> head)
    {
        if (!Utf8Parser.TryParse(head.Slice(Mark.Length, MomentDigits), out long moment, out _, 'x')
            || !Utf8Parser.TryParse(head.Slice(Mark.Length + MomentDigits, TagDigits), out int tag, out _, 'x'))
            throw new InvalidOperationException("A message came back changed.");
        return (moment, tag);
    }
}
