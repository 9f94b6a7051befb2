using System.Text;

namespace Telehealth.Media.Ice;

/// <summary>One side's ICE user fragment and password (RFC 8445 section 5.3), fresh for each ICE generation.</summary>
public sealed class IceCredentials
{
    private const string IceCharacters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    /// <summary>How many relays a fragment can tell apart by its first character.</summary>
    public const int MaxRelays = 64;

    /// <summary>48 bits: RFC 8445 asks for 24, but on a port shared by all peers the fragment also finds the peer.</summary>
    private const int UfragLength = 8;

    /// <summary>144 bits: RFC 8445 asks for 128.</summary>
    private const int PasswordLength = 24;

    private readonly byte[] ufragBytes;
    private readonly byte[] passwordBytes;

    /// <summary>Takes credentials as they stand in SDP.</summary>
    public IceCredentials(string ufrag, string password)
    {
        Ufrag = ufrag;
        Password = password;
        ufragBytes = Encoding.UTF8.GetBytes(ufrag);
        passwordBytes = Encoding.UTF8.GetBytes(password);
    }

    /// <summary>The user fragment, the part of USERNAME that finds the peer.</summary>
    public string Ufrag { get; }

    /// <summary>The password. Secret: it goes into SDP and nowhere else.</summary>
    public string Password { get; }

    internal ReadOnlySpan<byte> UfragBytes => ufragBytes;

    internal ReadOnlySpan<byte> PasswordBytes => passwordBytes;

    /// <summary>Makes new credentials.</summary>
    /// <param name="random">A source fit for secrets: the password guards the media path.</param>
    /// <param name="relay">
    /// Below <see cref="MaxRelays"/>: the fragment begins with it, which leaves 42 bits. Null where nobody asks for it.
    /// </param>
    public static IceCredentials Create(Random random, int? relay = null)
    {
        ArgumentNullException.ThrowIfNull(random);
        var ufrag = Text(random, UfragLength);
        return new(relay is { } number ? IceCharacters[number] + ufrag[1..] : ufrag, Text(random, PasswordLength));
    }

    /// <summary>The number of the relay that a fragment of <see cref="Create"/> begins with; -1 for anything that cannot be one.</summary>
    public static int RelayOf(ReadOnlySpan<byte> ufrag) =>
        ufrag.IsEmpty ? -1 : IceCharacters.IndexOf((char)ufrag[0], StringComparison.Ordinal);

    /// <summary>
    /// Reads the local fragment out of a USERNAME, which is <c>local:remote</c> from the receiver's view (RFC 8445 section 7.2.2).
    /// Empty where there is no colon.
    /// </summary>
    public static ReadOnlySpan<byte> LocalUfragOf(ReadOnlySpan<byte> username)
    {
        var colon = username.IndexOf((byte)':');
        return colon < 0 ? default : username[..colon];
    }

    /// <summary>Only the public half, so that no log shows the password.</summary>
    public override string ToString() => Ufrag;

    private static string Text(Random random, int length)
    {
        Span<byte> bytes = stackalloc byte[length];
        random.NextBytes(bytes);
        Span<char> text = stackalloc char[length];
        for (var i = 0; i < length; i++) text[i] = IceCharacters[bytes[i] & 63];
        return new string(text);
    }
}
