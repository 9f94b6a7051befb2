using Telehealth.Media.Srtp;

namespace Telehealth.Media.Dtls;

/// <summary>
/// The passive end of one DTLS 1.2 association (RFC 6347) that keys SRTP (RFC 5764). Datagrams and time go in, datagrams come
/// out; no bytes of the network make it throw. One thread at a time may use it.
/// </summary>
/// <remarks>
/// There is no cookie exchange: ICE has proven the address before the first record is taken. Application data is dropped, since
/// there are no data channels. DTLS 1.3 is left out as long as the distribution's library has none.
/// </remarks>
public sealed class DtlsServerTransport : IDisposable
{
    /// <summary>The longest datagram that <see cref="TryTakeDatagram"/> gives.</summary>
    public const int MaximumDatagram = DtlsAssociation.Mtu;

    /// <summary>How long a handshake may take from its first datagram.</summary>
    public static readonly TimeSpan HandshakeLifetime = TimeSpan.FromSeconds(30);

    private const byte HandshakeRecord = 22;
    private const byte ChangeCipherSpecRecord = 20;

    private readonly DtlsAssociation? association;
    private readonly PeerCertificateCheck? check;
    private readonly DtlsFlights flights = new();
    private TimeSpan giveUpAt;

    /// <summary>Waits for a peer.</summary>
    /// <param name="identity">Our certificate.</param>
    /// <param name="expectedFingerprint">
    /// The offer's <c>sha-256 AB:CD:…</c>. A malformed one gives a transport that has <see cref="DtlsState.Failed"/>.
    /// </param>
    public DtlsServerTransport(DtlsIdentity identity, string expectedFingerprint)
    {
        ArgumentNullException.ThrowIfNull(identity);
        if (!DtlsFingerprint.TryParse(expectedFingerprint, out var fingerprint))
        {
            Fail(DtlsFailure.MalformedFingerprint);
            return;
        }
        check = new(fingerprint);
        association = new(identity.Context, check, isServer: true);
    }

    /// <summary>Where the association stands.</summary>
    public DtlsState State { get; private set; }

    /// <summary>A code of <see cref="DtlsFailure"/> once the state is <see cref="DtlsState.Failed"/>, else null.</summary>
    public string? FailureReason { get; private set; }

    /// <summary>The master keys, from <see cref="DtlsState.Connected"/> on until disposal, else null. They are wiped on disposal.</summary>
    public SrtpKeys? Keys { get; private set; }

    /// <summary>The profile that was negotiated; meaningful once <see cref="Keys"/> are there.</summary>
    public SrtpProfile Profile => Keys?.Profile ?? default;

    /// <summary>
    /// Takes one datagram that is classified as DTLS, of any length and content. What the protocol does not allow is dropped or
    /// ends the handshake; nothing throws. Afterwards <see cref="TryTakeDatagram"/> may have something.
    /// </summary>
    public void Receive(ReadOnlySpan<byte> datagram, TimeSpan now)
    {
        if (association is null || datagram.IsEmpty || State is DtlsState.Failed or DtlsState.Closed) return;
        if (State == DtlsState.New)
        {
            State = DtlsState.Handshaking;
            giveUpAt = now + HandshakeLifetime;
        }
        var progress = association.Receive(datagram);
        var answered = flights.Collect(association.Output, now);
        if (State == DtlsState.Connected) AfterConnected(datagram, progress, answered, now);
        else AfterHandshakeStep(progress);
    }

    /// <summary>
    /// Takes the next datagram to send to the peer's selected path; call until false.
    /// </summary>
    /// <param name="to">At least <see cref="MaximumDatagram"/> bytes; nothing is taken into less than the datagram needs.</param>
    /// <param name="length">How many bytes were written.</param>
    public bool TryTakeDatagram(Span<byte> to, out int length) => flights.TryTake(to, out length);

    /// <summary>When <see cref="OnDeadline"/> wants to be called; not before <paramref name="now"/>. Null: not at all.</summary>
    public TimeSpan? NextDeadline(TimeSpan now)
    {
        if (State != DtlsState.Handshaking) return null;
        var next = flights.Deadline is { } repeat && repeat < giveUpAt ? repeat : giveUpAt;
        return next > now ? next : now;
    }

    /// <summary>Repeats an unanswered flight (RFC 6347 section 4.2.4) or gives up. Called too early it does nothing.</summary>
    public void OnDeadline(TimeSpan now)
    {
        if (State != DtlsState.Handshaking) return;
        if (now >= giveUpAt) Fail(DtlsFailure.Timeout);
        else if (now >= flights.Deadline) flights.Repeat(now);
    }

    /// <summary>Says close_notify to a connected peer; take the datagram before disposing.</summary>
    public void Close(TimeSpan now)
    {
        if (State is DtlsState.Failed or DtlsState.Closed) return;
        if (State == DtlsState.Connected && association is not null)
        {
            association.SayGoodbye();
            flights.Collect(association.Output, now);
        }
        flights.Forget();
        State = DtlsState.Closed;
    }

    /// <summary>Frees the library's objects and wipes the keys. It sends nothing: <see cref="Close"/> does.</summary>
    public void Dispose()
    {
        association?.Dispose();
        Keys?.Dispose();
        Keys = null;
        flights.Forget();
        if (State != DtlsState.Failed) State = DtlsState.Closed;
    }

    private void AfterHandshakeStep(AssociationProgress progress)
    {
        switch (progress)
        {
            case AssociationProgress.Established:
                Connect();
                break;
            case AssociationProgress.Closed:
            case AssociationProgress.Broken:
                Fail(check!.HasMismatch ? DtlsFailure.FingerprintMismatch : DtlsFailure.HandshakeFailed);
                break;
            default:
                break;
        }
    }

    private void AfterConnected(ReadOnlySpan<byte> datagram, AssociationProgress progress, bool answered, TimeSpan now)
    {
        flights.StopTimer();
        if (progress is AssociationProgress.Closed or AssociationProgress.Broken)
        {
            flights.Forget();
            State = DtlsState.Closed;
        }
        else if (now >= giveUpAt)
        {
            flights.Forget();
        }
        else if (!answered && datagram[0] is HandshakeRecord or ChangeCipherSpecRecord)
        {
            // A peer that still repeats its last flight has not seen ours (RFC 6347 section 4.2.4, state FINISHED). The library
            // answers a repetition with fresh record numbers by itself; this is for one that it drops as a replay.
            flights.Resend();
        }
    }

    private void Connect()
    {
        flights.StopTimer();
        if (association!.SelectedProfile() is not { } profile)
        {
            Fail(DtlsFailure.NoSrtpProfile);
            return;
        }
        Keys = association.ExportKeys(profile);
        if (Keys is null) Fail(DtlsFailure.HandshakeFailed);
        else State = DtlsState.Connected;
    }

    /// <summary>What waits to be sent stays: it may be the alert that tells the peer why.</summary>
    private void Fail(string reason)
    {
        flights.Forget();
        FailureReason = reason;
        State = DtlsState.Failed;
    }
}
