using Telehealth.Media.Receiving;

namespace Telehealth.Media.Sending;

/// <summary>What a peer has on its screen of one track of another. Without any subscription a peer gets everything.</summary>
/// <param name="ParticipantId">Who publishes.</param>
/// <param name="Source">Which track.</param>
/// <param name="MaxHeight">The height in pixels at which it is shown; 0 when it is not on screen.</param>
public readonly record struct VideoSubscription(string ParticipantId, TrackSource Source, int MaxHeight);
