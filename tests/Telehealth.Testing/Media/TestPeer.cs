using Telehealth.Media;
using Telehealth.Media.Dtls;
using Telehealth.Media.Ice;
using Telehealth.Media.Srtp;
using Telehealth.Media.Stun;

namespace Telehealth.Testing.Media;

/// <summary>
/// A fake browser's transport without a socket: it sends connectivity checks as the controlling agent, begins DTLS when a check is
/// answered, and then sends and receives SRTP. What it wants to send is taken with <see cref="TryTakeDatagram"/>; what arrives goes
/// into <see cref="Receive"/>; time comes in by <see cref="OnTime"/>. RTP and RTCP are given and kept in the clear.
/// </summary>
public sealed class TestPeer : IDisposable
{
    /// <summary>How often a browser checks its selected path.</summary>
    public static readonly TimeSpan CheckInterval = TimeSpan.FromSeconds(2.5);

    private readonly Random random;
    private readonly Func<string, DtlsTestClient> makeDtls;
    private readonly Queue<byte[]> outgoing = new();
    private readonly ulong tieBreaker;
    private IceCredentials? remoteIce;
    private string? remoteFingerprint;
    private TimeSpan nextCheck;
    private SrtpSender? sender;
    private SrtpReceiver? receiver;

    /// <summary>Makes a peer with fresh credentials and certificate.</summary>
    /// <param name="address">Where its datagrams come from.</param>
    /// <param name="random">Seeded by the test.</param>
    /// <param name="srtpProfiles">What it offers, by OpenSSL's names.</param>
    public TestPeer(NetworkPath address, Random random, string srtpProfiles = DtlsTestClient.BrowserProfiles)
    {
        Address = address;
        this.random = random;
        tieBreaker = (ulong)random.NextInt64();
        Ice = IceCredentials.Create(random);
        makeDtls = DtlsTestClient.Prepare(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), srtpProfiles, out var fingerprint);
        Fingerprint = fingerprint;
    }

    /// <summary>Where the peer is; a test moves it to another network by setting it.</summary>
    public NetworkPath Address { get; set; }

    /// <summary>The offer's <c>a=ice-ufrag</c> and <c>a=ice-pwd</c>.</summary>
    public IceCredentials Ice { get; private set; }

    /// <summary>The offer's <c>a=fingerprint</c>.</summary>
    public string Fingerprint { get; }

    public DtlsTestClient? Dtls { get; private set; }

    /// <summary>Whether media can flow.</summary>
    public bool IsConnected => sender is not null;

    /// <summary>Whether it answers checks that come to it, as every browser does.</summary>
    public bool AnswersChecks { get; set; } = true;

    /// <summary>How many checks were answered with success.</summary>
    public int AnsweredChecks { get; private set; }

    /// <summary>The code of the last refused check, or 0.</summary>
    public int LastCheckError { get; private set; }

    /// <summary>Where the server sees us, as the last answer said.</summary>
    public NetworkPath? MappedAddress { get; private set; }

    /// <summary>RTP packets that arrived, in the clear, in order of arrival; a test dequeues them.</summary>
    public Queue<byte[]> ReceivedRtp { get; } = new();

    /// <summary>Compound RTCP packets that arrived, in the clear, in order of arrival.</summary>
    public Queue<byte[]> ReceivedRtcp { get; } = new();

    /// <summary>Datagrams that were none of ours, or did not verify.</summary>
    public int DroppedCount { get; private set; }

    /// <summary>Takes what the answer says and sends the first check.</summary>
    public void Connect(string ufrag, string password, string fingerprint, TimeSpan now)
    {
        remoteIce = new(ufrag, password);
        remoteFingerprint = fingerprint;
        SendCheck(now);
    }

    /// <summary>Makes new credentials for an ICE restart; the offer comes next, then <see cref="FinishRestart"/>.</summary>
    public void BeginRestart() => Ice = IceCredentials.Create(random);

    /// <summary>Takes the new answer's credentials. DTLS and SRTP go on.</summary>
    public void FinishRestart(string ufrag, string password, TimeSpan now)
    {
        remoteIce = new(ufrag, password);
        SendCheck(now);
    }

    /// <summary>Sends a check, as Chromium's look: with USE-CANDIDATE, and an optional attribute of its own.</summary>
    public void SendCheck(TimeSpan now, bool nominate = true)
    {
        if (remoteIce is null) throw new InvalidOperationException("Connect first.");
        nextCheck = now + CheckInterval;
        Span<byte> transaction = stackalloc byte[12];
        random.NextBytes(transaction);
        var buffer = new byte[256];
        var check = new StunWriter(buffer, StunMessageType.BindingRequest, transaction);
        check.WriteAttribute(StunAttribute.Username, System.Text.Encoding.ASCII.GetBytes($"{remoteIce.Ufrag}:{Ice.Ufrag}"));
        check.WriteUInt32((StunAttribute)0xC057, 0x00010032);
        check.WriteUInt64(StunAttribute.IceControlling, tieBreaker);
        if (nominate) check.WriteAttribute(StunAttribute.UseCandidate, default);
        check.WriteUInt32(StunAttribute.Priority, 0x6E001EFF);
        check.AppendIntegrity(System.Text.Encoding.ASCII.GetBytes(remoteIce.Password));
        check.AppendFingerprint();
        outgoing.Enqueue(buffer[..check.Length]);
    }

    /// <summary>Protects and sends a whole RTP packet, header and payload.</summary>
    /// <param name="packet">The packet in the clear.</param>
    /// <param name="headerLength">Header with contributing sources and extension.</param>
    public void SendRtp(ReadOnlySpan<byte> packet, int headerLength = 12)
    {
        var datagram = new byte[packet.Length + SrtpSender.MaximumOverhead];
        var length = Sender.ProtectRtp(packet[..headerLength], packet[headerLength..], datagram);
        outgoing.Enqueue(datagram[..length]);
    }

    /// <summary>Protects and sends a compound RTCP packet.</summary>
    public void SendRtcp(ReadOnlySpan<byte> packet)
    {
        var datagram = new byte[packet.Length + SrtpSender.MaximumOverhead];
        var length = Sender.ProtectRtcp(packet, datagram);
        outgoing.Enqueue(datagram[..length]);
    }

    /// <summary>Sends any bytes, for tests of bad input.</summary>
    public void SendRaw(ReadOnlySpan<byte> datagram) => outgoing.Enqueue(datagram.ToArray());

    /// <summary>Takes a datagram that was sent to this peer.</summary>
    public void Receive(ReadOnlySpan<byte> datagram, TimeSpan now)
    {
        switch (DatagramKind.Classify(datagram))
        {
            case DatagramKind.Stun when AnswersChecks && TryAnswerCheck(datagram): break;
            case DatagramKind.Stun: ReceiveCheckAnswer(datagram, now); break;
            case DatagramKind.Dtls: ReceiveDtls(datagram, now); break;
            case DatagramKind.Rtp: Unprotect(datagram, isRtcp: false); break;
            case DatagramKind.Rtcp: Unprotect(datagram, isRtcp: true); break;
            default: DroppedCount++; break;
        }
    }

    /// <summary>Sends the checks and repetitions whose time has come.</summary>
    public void OnTime(TimeSpan now)
    {
        if (remoteIce is not null && now >= nextCheck) SendCheck(now);
        Dtls?.OnTime(now);
        TakeFromDtls();
    }

    public bool TryTakeDatagram(out byte[] datagram) => outgoing.TryDequeue(out datagram!);

    /// <summary>Says close_notify, as a closed page does.</summary>
    public void Close(TimeSpan now)
    {
        Dtls?.Close(now);
        TakeFromDtls();
    }

    public void Dispose()
    {
        Dtls?.Dispose();
        sender?.Dispose();
        receiver?.Dispose();
    }

    private SrtpSender Sender => sender ?? throw new InvalidOperationException("Not connected yet.");

    private bool TryAnswerCheck(ReadOnlySpan<byte> datagram)
    {
        if (!StunMessage.TryParse(datagram, out var check) || check.Type != StunMessageType.BindingRequest) return false;
        var isOurs = IceCredentials.LocalUfragOf(check.Username).SequenceEqual(System.Text.Encoding.ASCII.GetBytes(Ice.Ufrag));
        var password = System.Text.Encoding.ASCII.GetBytes(Ice.Password);
        if (!isOurs || !check.VerifyFingerprint() || !check.VerifyIntegrity(password)) return false;
        var buffer = new byte[256];
        var answer = new StunWriter(buffer, StunMessageType.BindingSuccess, check.TransactionId);
        answer.WriteXorMappedAddress(Address);
        answer.AppendIntegrity(password);
        answer.AppendFingerprint();
        outgoing.Enqueue(buffer[..answer.Length]);
        return true;
    }

    private void ReceiveCheckAnswer(ReadOnlySpan<byte> datagram, TimeSpan now)
    {
        var isAnswer = StunMessage.TryParse(datagram, out var answer) && answer.VerifyFingerprint();
        if (isAnswer && answer.Type == StunMessageType.BindingError) LastCheckError = answer.ErrorCode;
        var password = System.Text.Encoding.ASCII.GetBytes(remoteIce?.Password ?? "");
        if (!isAnswer || answer.Type != StunMessageType.BindingSuccess || !answer.VerifyIntegrity(password))
        {
            DroppedCount++;
            return;
        }
        AnsweredChecks++;
        if (answer.TryGetXorMappedAddress(out var mapped)) MappedAddress = mapped;
        if (Dtls is not null || remoteFingerprint is null) return;
        Dtls = makeDtls(remoteFingerprint);
        Dtls.Start(now);
        TakeFromDtls();
    }

    private void ReceiveDtls(ReadOnlySpan<byte> datagram, TimeSpan now)
    {
        Dtls?.Receive(datagram, now);
        TakeFromDtls();
        if (Dtls?.Keys is not { } keys || sender is not null) return;
        sender = new(keys.Profile, keys.ClientKey, keys.ClientSalt);
        receiver = new(keys.Profile, keys.ServerKey, keys.ServerSalt);
    }

    private void Unprotect(ReadOnlySpan<byte> datagram, bool isRtcp)
    {
        var clear = new byte[datagram.Length];
        var length = 0;
        var isGood = isRtcp
            ? receiver?.TryUnprotectRtcp(datagram, clear, out length)
            : receiver?.TryUnprotectRtp(datagram, clear, out length);
        if (isGood == true) (isRtcp ? ReceivedRtcp : ReceivedRtp).Enqueue(clear[..length]);
        else DroppedCount++;
    }

    private void TakeFromDtls()
    {
        while (Dtls is not null && Dtls.TryTakeDatagram(out var datagram)) outgoing.Enqueue(datagram);
    }
}
