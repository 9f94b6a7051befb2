using Telehealth.Media.Receiving;

namespace Telehealth.Media.Rooms;

/// <summary>Says what an m-section of the peer's offer publishes.</summary>
/// <param name="Mid">The section's mid.</param>
/// <param name="Source">Where its track comes from.</param>
public readonly record struct SourceOfMid(string Mid, TrackSource Source);
