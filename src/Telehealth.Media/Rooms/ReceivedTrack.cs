using Telehealth.Media.Receiving;

namespace Telehealth.Media.Rooms;

/// <summary>Says whose track the peer receives on an m-section.</summary>
/// <param name="Mid">The section's mid.</param>
/// <param name="ParticipantId">The peer that publishes.</param>
/// <param name="Source">Which of its tracks.</param>
public sealed record ReceivedTrack(string Mid, string ParticipantId, TrackSource Source);
