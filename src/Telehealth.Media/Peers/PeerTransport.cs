using Telehealth.Media.Dtls;
using Telehealth.Media.Ice;
using Telehealth.Media.Sdp;
using Telehealth.Media.Srtp;

namespace Telehealth.Media.Peers;

/// <summary>
/// One connection object of a peer's browser: its paths, its keys. A peer that comes back with a new one gets a new one here.
/// </summary>
internal sealed class PeerTransport : IDisposable
{
    private readonly DtlsServerTransport _dtls;
    private readonly TimeSpan _createdAt;
    private readonly Random _random;
    private NetworkPath? _handshakePath;
    private bool _isHandshakeSplit;
    private SrtpSender? _sender;
    private SrtpReceiver? _receiver;
    private bool _isLost;
    private bool _wasConnected;

    public PeerTransport(SdpOffer offer, DtlsIdentity identity, Random random, TimeSpan now, int? relay = null)
    {
        Fingerprint = offer.Fingerprint;
        LocalFingerprint = identity.FingerprintSha256;
        OfferSessionId = offer.SessionId;
        AnswerSessionId = random.NextInt64(1, long.MaxValue);
        Ice = new(IceCredentials.Create(random, relay));
        Ice.SetRemote(offer.IceUfrag, offer.IcePassword);
        _dtls = new(identity, offer.Fingerprint);
        _createdAt = now;
        _random = random;
    }

    public string Fingerprint { get; }

    /// <summary>The relay's own, which stays with the connection when the relay changes its certificate.</summary>
    public string LocalFingerprint { get; }
    public string OfferSessionId { get; }
    public long AnswerSessionId { get; }
    public int Version { get; set; }
    public IceLiteAgent Ice { get; }

    /// <summary>Whether media may be sent: there are keys, a path on which the peer receives, and the peer's consent.</summary>
    public bool CanSend => _sender is not null && !_isLost && Ice.IsSelectedProven;

    public bool HasKeys => _receiver is not null;

    /// <summary>From the answer to the first check that was good.</summary>
    public TimeSpan? IceTime { get; private set; }

    /// <summary>From the first good check to keys.</summary>
    public TimeSpan? DtlsTime { get; private set; }

    /// <summary>
    /// Whether an offer comes from the same connection object. Its certificate alone does not tell: an application may keep one for
    /// several connections, but the o-line's session id is each connection's own (RFC 9429 section 5.2.1). Some stacks write a new
    /// one into each offer, against RFC 3264 section 8; their ICE credentials, which no other connection has, stay.
    /// </summary>
    public bool IsSameConnection(SdpOffer offer) =>
        offer.Fingerprint == Fingerprint && (offer.SessionId == OfferSessionId || !Ice.IsRestart(offer.IceUfrag, offer.IcePassword));

    /// <summary>Answers a connectivity check that names this transport.</summary>
    public BindingOutcome ReceiveStun(ReadOnlySpan<byte> datagram, NetworkPath from, RelayContext context)
    {
        var outcome = Ice.HandleRequest(datagram, from, context.Now, context.Wire, out var length);
        if (length > 0) context.Sink.Send(from, context.Wire.AsSpan(0, length));
        if (outcome != BindingOutcome.Answered) return outcome;
        IceTime ??= context.Now - _createdAt;
        if (Ice.TryWriteCheck(from, _random, context.Wire, out length)) context.Sink.Send(from, context.Wire.AsSpan(0, length));
        return outcome;
    }

    public void ReceiveDtls(ReadOnlySpan<byte> datagram, NetworkPath from, RelayContext context)
    {
        _handshakePath ??= from;
        _isHandshakeSplit |= from != _handshakePath;
        _dtls.Receive(datagram, context.Now);
        if (_sender is null && _dtls is { State: DtlsState.Connected, Keys: { } keys })
        {
            _sender = new(keys.Profile, keys.ServerKey, keys.ServerSalt);
            _receiver = new(keys.Profile, keys.ClientKey, keys.ClientSalt);
            DtlsTime = context.Now - _createdAt - IceTime;
            // Who ends a handshake has read what was sent to where all of it came from.
            if (!_isHandshakeSplit) Ice.Prove(from);
        }
        SendDtls(from, context);
    }

    public bool TryUnprotectRtp(ReadOnlySpan<byte> datagram, Span<byte> plain, out int length)
    {
        length = 0;
        return _receiver is not null && _receiver.TryUnprotectRtp(datagram, plain, out length);
    }

    public bool TryUnprotectRtcp(ReadOnlySpan<byte> datagram, Span<byte> plain, out int length)
    {
        length = 0;
        return _receiver is not null && _receiver.TryUnprotectRtcp(datagram, plain, out length);
    }

    /// <summary>Gives room for a packet to the peer, where its header is written first; empty while nothing can be sent.</summary>
    public Span<byte> Rent(RelayContext context) =>
        _sender is not null && Ice.IsSelectedProven && Ice.SelectedPath is { } path ? context.Sink.Rent(path) : default;

    /// <summary>Encrypts a packet behind its header and sends it.</summary>
    /// <param name="room">What <see cref="Rent"/> gave, with the header in it.</param>
    /// <param name="headerLength">The header's length.</param>
    /// <param name="prefix">The payload's first bytes, when they differ from the shared ones; may be empty.</param>
    /// <param name="payload">The rest of the payload, which all receivers share.</param>
    /// <param name="context">The call.</param>
    /// <returns>The datagram's length; 0 when it could not be sent.</returns>
    public int Commit(Span<byte> room, int headerLength, ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> payload, RelayContext context)
    {
        var length = _sender!.ProtectRtp(room[..headerLength], prefix, payload, room);
        context.Sink.Commit(length);
        return length;
    }

    public void SendRtcp(ReadOnlySpan<byte> compound, RelayContext context)
    {
        if (!CanSend || Ice.SelectedPath is not { } path) return;
        context.Sink.Commit(_sender!.ProtectRtcp(compound, context.Sink.Rent(path)));
    }

    /// <summary>Runs the handshake's timer; returns when it is due next.</summary>
    public TimeSpan Tick(RelayContext context)
    {
        if (_dtls.NextDeadline(context.Now) is not { } deadline) return TimeSpan.MaxValue;
        if (deadline <= context.Now)
        {
            _dtls.OnDeadline(context.Now);
            if (Ice.SelectedPath is { } path) SendDtls(path, context);
        }
        return _dtls.NextDeadline(context.Now) ?? TimeSpan.MaxValue;
    }

    /// <summary>Tells whether the connection came or went since the last call: null when neither, else the new state.</summary>
    /// <param name="now">The time.</param>
    /// <param name="connectTimeout">How long the first check may take.</param>
    /// <param name="reason">Why it went.</param>
    public bool? TakeChange(TimeSpan now, TimeSpan connectTimeout, out string reason)
    {
        reason = LossReason(now, connectTimeout) ?? "";
        var isLost = reason.Length > 0;
        var isConnected = !isLost && HasKeys && Ice.IsSelectedProven;
        if (isLost == _isLost && isConnected == _wasConnected) return null;
        (_isLost, _wasConnected) = (isLost, isConnected);
        return isLost ? false : isConnected ? true : null;
    }

    /// <summary>Says goodbye on the wire: the peer need not wait for its own timeout.</summary>
    public void Close(RelayContext context)
    {
        _dtls.Close(context.Now);
        if (Ice.SelectedPath is { } path) SendDtls(path, context);
    }

    public void Dispose()
    {
        _sender?.Dispose();
        _receiver?.Dispose();
        (_sender, _receiver) = (null, null);
        _dtls.Dispose();
    }

    private string? LossReason(TimeSpan now, TimeSpan connectTimeout)
    {
        if (_dtls.State == DtlsState.Failed) return _dtls.FailureReason ?? DtlsFailure.HandshakeFailed;
        if (_dtls.State == DtlsState.Closed) return "media.closed";
        if (Ice.SelectedPath is null) return now - _createdAt >= connectTimeout ? "media.not_connected" : null;
        return Ice.ConsentExpired(now) ? "media.consent_expired" : null;
    }

    private void SendDtls(NetworkPath to, RelayContext context)
    {
        while (_dtls.TryTakeDatagram(context.Wire, out var length))
        {
            if (Ice.MaySend(to, length)) context.Sink.Send(to, context.Wire.AsSpan(0, length));
            else context.Counters.Drop(DropReason.PathUnproven);
        }
    }
}
