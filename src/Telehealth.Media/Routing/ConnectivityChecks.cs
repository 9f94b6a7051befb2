using Telehealth.Media.Ice;
using Telehealth.Media.Stun;

namespace Telehealth.Media.Routing;

/// <summary>
/// Connectivity checks that come in, and the answers to the relay's own. Source addresses can be forged: so an address at which a peer
/// is known to be is nobody else's while that peer consents, and an address becomes known by what only somebody there can send.
/// </summary>
internal sealed class ConnectivityChecks(PeerIndex index, Turn turn)
{
    /// <summary>Takes a datagram that looks like STUN.</summary>
    /// <param name="datagram">Any bytes.</param>
    /// <param name="from">Where it came from.</param>
    /// <param name="known">Whose address that is; null when nobody's.</param>
    public void Receive(ReadOnlySpan<byte> datagram, NetworkPath from, Peer? known)
    {
        if (!StunMessage.TryParse(datagram, out var message))
        {
            turn.Counters.Drop(DropReason.MalformedStun);
            return;
        }
        if (message.Type == StunMessageType.BindingSuccess)
        {
            ReceiveAnswer(message, from, known);
            return;
        }
        if (index.FindByUfrag(IceCredentials.LocalUfragOf(message.Username)) is not { } peer)
        {
            turn.Counters.Drop(DropReason.UnknownStunUser);
            return;
        }
        if (known is not null && known != peer && known.Transport.Ice.IsHome(from, turn.Now))
        {
            turn.Counters.Drop(DropReason.PathTaken);
            return;
        }
        ReceiveCheck(datagram, from, peer);
    }

    private void ReceiveCheck(ReadOnlySpan<byte> datagram, NetworkPath from, Peer peer)
    {
        var transport = peer.Transport;
        var before = transport.Ice.SelectedPath;
        switch (transport.ReceiveStun(datagram, from, turn))
        {
            case BindingOutcome.Answered:
                if (transport.Ice.Forgotten is { } forgotten) index.Unlead(forgotten, peer);
                index.Lead(from, peer);
                Follow(peer, before);
                break;
            case BindingOutcome.Malformed:
            case BindingOutcome.NotARequest:
                turn.Counters.Drop(DropReason.MalformedStun);
                break;
            case BindingOutcome.BadIntegrity:
            case BindingOutcome.UnknownUsername:
                turn.Counters.Drop(DropReason.UnknownStunUser);
                break;
            default:
                turn.Counters.Drop(DropReason.RefusedStun);
                break;
        }
    }

    private void ReceiveAnswer(in StunMessage answer, NetworkPath from, Peer? known)
    {
        var before = known?.Transport.Ice.SelectedPath;
        if (known is null || !known.Transport.Ice.TakeAnswer(answer, from)) turn.Counters.Drop(DropReason.MalformedStun);
        else Follow(known, before);
    }

    private void Follow(Peer peer, NetworkPath? before)
    {
        if (peer.CanSend && peer.Transport.Ice.SelectedPath != before) peer.Link.Restart(turn.Now);
        peer.NoticeChange();
    }
}
