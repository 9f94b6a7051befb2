using System.Text;
using Telehealth.Media.Dtls;
using Telehealth.Media.OpenSsl;
using Telehealth.Media.Srtp;

namespace Telehealth.Testing.Media;

/// <summary>
/// The active end of a DTLS association, as a browser is. Datagrams and time go in, datagrams come out. It offers the SRTP profiles
/// it is given and can grow its ClientHello beyond one datagram.
/// </summary>
public sealed class DtlsTestClient : IDisposable
{
    /// <summary>What Chromium offers, in its order: the server's preference must win.</summary>
    public const string BrowserProfiles = "SRTP_AES128_CM_SHA1_80:SRTP_AEAD_AES_256_GCM:SRTP_AEAD_AES_128_GCM";

    private readonly DtlsIdentity identity;
    private readonly DtlsAssociation association;
    private readonly DtlsFlights flights = new();

    /// <summary>Makes a client with a fresh certificate.</summary>
    /// <param name="certificateTime">Wall-clock time for the certificate.</param>
    /// <param name="serverFingerprint">The answer's <c>sha-256 AB:CD:…</c>.</param>
    /// <param name="srtpProfiles">OpenSSL's names with colons between.</param>
    /// <param name="extraHelloBytes">How much a ClientHello is to grow, up to 60,000.</param>
    public DtlsTestClient(
        DateTimeOffset certificateTime, string serverFingerprint, string srtpProfiles = BrowserProfiles, int extraHelloBytes = 0)
        : this(DtlsIdentity.Create(certificateTime, srtpProfiles), serverFingerprint, extraHelloBytes)
    {
    }

    private DtlsTestClient(DtlsIdentity identity, string serverFingerprint, int extraHelloBytes)
    {
        if (!DtlsFingerprint.TryParse(serverFingerprint, out var expected)) throw new ArgumentException("Not a SHA-256 fingerprint.");
        this.identity = identity;
        association = new(identity.Context, new PeerCertificateCheck(expected), isServer: false);
        if (extraHelloBytes > 0) GrowHello(extraHelloBytes);
    }

    /// <summary>The certificate's fingerprint for the offer's SDP: <c>sha-256 AB:CD:…</c>.</summary>
    public string Fingerprint => $"sha-256 {identity.FingerprintSha256}";

    public bool IsConnected { get; private set; }

    public bool IsOver { get; private set; }

    /// <summary>The master keys once connected.</summary>
    public SrtpKeys? Keys { get; private set; }

    /// <summary>Makes an identity first, for when the fingerprint must be known before the server's is: offer before answer.</summary>
    public static Func<string, DtlsTestClient> Prepare(DateTimeOffset certificateTime, string srtpProfiles, out string fingerprint)
    {
        var identity = DtlsIdentity.Create(certificateTime, srtpProfiles);
        fingerprint = $"sha-256 {identity.FingerprintSha256}";
        return serverFingerprint => new DtlsTestClient(identity, serverFingerprint, extraHelloBytes: 0);
    }

    /// <summary>Sends the ClientHello.</summary>
    public void Start(TimeSpan now)
    {
        association.Advance();
        flights.Collect(association.Output, now);
    }

    public void Receive(ReadOnlySpan<byte> datagram, TimeSpan now)
    {
        if (IsOver) return;
        var progress = association.Receive(datagram);
        flights.Collect(association.Output, now);
        IsOver = progress is AssociationProgress.Closed or AssociationProgress.Broken;
        if (IsOver) flights.StopTimer();
        if (progress != AssociationProgress.Established || IsConnected) return;
        flights.StopTimer();
        IsConnected = association.SelectedProfile() is { } profile && (Keys = association.ExportKeys(profile)) is not null;
    }

    /// <summary>Repeats an unanswered flight when its time has come.</summary>
    public void OnTime(TimeSpan now)
    {
        if (now >= flights.Deadline) flights.Repeat(now);
    }

    /// <summary>Says close_notify.</summary>
    public void Close(TimeSpan now)
    {
        association.SayGoodbye();
        flights.Collect(association.Output, now);
        flights.Forget();
    }

    public bool TryTakeDatagram(out byte[] datagram)
    {
        Span<byte> buffer = stackalloc byte[DtlsServerTransport.MaximumDatagram];
        var taken = flights.TryTake(buffer, out var length);
        datagram = buffer[..length].ToArray();
        return taken;
    }

    public void Dispose()
    {
        association.Dispose();
        identity.Dispose();
        Keys?.Dispose();
    }

    /// <summary>Protocol names are the one part of a ClientHello that takes any amount of text.</summary>
    private void GrowHello(int bytes)
    {
        var name = Encoding.ASCII.GetBytes(new string('x', 99));
        var names = Enumerable.Range(0, (bytes / 100) + 1).SelectMany(_ => name.Prepend((byte)name.Length)).ToArray();
        if (LibSsl.SSL_set_alpn_protos(association.Handle, names, (uint)names.Length) != 0) throw new ArgumentException("Too many names.");
    }
}
