using Telehealth.Media.Routing;

namespace Telehealth.Server.MediaLoop;

/// <summary>What other threads ask of the media thread.</summary>
internal abstract record MediaCommand
{
    private MediaCommand()
    {
    }

    public sealed record Negotiate(
        string Room, string Peer, string OfferSdp, IReadOnlyList<SourceOfMid> Sources, TaskCompletionSource<NegotiationOutcome> Answer) : MediaCommand;

    public sealed record AddCandidate(string Room, string Peer, string Candidate) : MediaCommand;

    public sealed record RemovePeer(string Room, string Peer) : MediaCommand;

    public sealed record CloseRoom(string Room) : MediaCommand;

    public sealed record ReadStatistics(string Room, string Peer, TaskCompletionSource<PeerStatistics?> Answer) : MediaCommand;
}
