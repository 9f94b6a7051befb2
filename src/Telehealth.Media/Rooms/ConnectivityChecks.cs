using Telehealth.Media.Ice;
using Telehealth.Media.Peers;
using Telehealth.Media.Stun;

namespace Telehealth.Media.Rooms;

/// <summary>
/// Connectivity checks that come in, and the answers to the relay's own. Source addresses can be forged: so an address at which a peer
/// is known to be is nobody else's while that peer consents, and an address becomes known by what only somebody there can send.
/// </summary>
internal sealed class ConnectivityChecks(SeatIndex index, RelayContext context)
{
    /// <summary>Takes a datagram that looks like STUN.</summary>
    /// <param name="datagram">Any bytes.</param>
    /// <param name="from">Where it came from.</param>
    /// <param name="known">Whose address that is; null when nobody's.</param>
    public void Receive(ReadOnlySpan<byte> datagram, NetworkPath from, Seat? known)
    {
        if (!StunMessage.TryParse(datagram, out var message))
        {
            context.Counters.Drop(DropReason.MalformedStun);
            return;
        }
        if (message.Type == StunMessageType.BindingSuccess)
        {
            ReceiveAnswer(message, from, known);
            return;
        }
        if (index.FindByUfrag(IceCredentials.LocalUfragOf(message.Username)) is not { } seat)
        {
            context.Counters.Drop(DropReason.UnknownStunUser);
            return;
        }
        if (known is not null && known != seat && known.Peer.Transport.Ice.IsHome(from, context.Now))
        {
            context.Counters.Drop(DropReason.PathTaken);
            return;
        }
        ReceiveCheck(datagram, from, seat);
    }

    private void ReceiveCheck(ReadOnlySpan<byte> datagram, NetworkPath from, Seat seat)
    {
        var transport = seat.Peer.Transport;
        var before = transport.Ice.SelectedPath;
        switch (transport.ReceiveStun(datagram, from, context))
        {
            case BindingOutcome.Answered:
                if (transport.Ice.Forgotten is { } forgotten) index.Unlead(forgotten, seat);
                index.Lead(from, seat);
                Follow(seat, before);
                break;
            case BindingOutcome.Malformed:
            case BindingOutcome.NotARequest:
                context.Counters.Drop(DropReason.MalformedStun);
                break;
            case BindingOutcome.BadIntegrity:
            case BindingOutcome.UnknownUsername:
                context.Counters.Drop(DropReason.UnknownStunUser);
                break;
            default:
                context.Counters.Drop(DropReason.RefusedStun);
                break;
        }
    }

    private void ReceiveAnswer(in StunMessage answer, NetworkPath from, Seat? known)
    {
        var before = known?.Peer.Transport.Ice.SelectedPath;
        if (known is null || !known.Peer.Transport.Ice.TakeAnswer(answer, from)) context.Counters.Drop(DropReason.MalformedStun);
        else Follow(known, before);
    }

    private void Follow(Seat seat, NetworkPath? before)
    {
        if (seat.Peer.CanSend && seat.Peer.Transport.Ice.SelectedPath != before) seat.Peer.Link.Restart(context.Now);
        seat.NoticeChange();
    }
}
