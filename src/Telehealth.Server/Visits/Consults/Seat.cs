using Telehealth.Domain.Visits.Consults;
using Telehealth.Media.Congestion;

namespace Telehealth.Server.Visits.Consults;

/// <summary>What is known here of one seat; read and changed under the lock of <see cref="SeatTable"/>.</summary>
internal sealed class Seat(Occupant who)
{
    public static readonly MediaState Nothing = new(Microphone: false, Camera: false, Screen: false);

    public Occupant Who { get; set; } = who;

    /// <summary>The one connection that holds the seat; null while its person is away or on the way back.</summary>
    public string? Connection { get; set; }

    /// <summary>The node to which the connection is.</summary>
    public string? Node { get; set; }

    public bool IsForfeit { get; set; }

    /// <summary>Stays after the seat is empty, so that a page from before it is known.</summary>
    public Guid Sitting { get; private set; }

    public PresenceState Presence { get; set; } = PresenceState.Away;

    public DateTimeOffset Since { get; set; }

    public MediaState Media { get; set; } = Nothing;

    public MediaState Muted { get; set; } = Nothing;

    /// <summary>The version of the consult at which <see cref="Muted"/> was read.</summary>
    public long MutedAt { get; set; }

    public IReadOnlyList<TrackWishView>? OnScreen { get; set; }

    public Guid? ListensTo { get; set; }

    /// <summary>When the others were told last that somebody writes here.</summary>
    public DateTimeOffset TypesSince { get; set; }

    public bool Speaks { get; set; }

    public QualityRung Rung { get; set; }

    public QualityCause Cause { get; set; }

    public bool IsGoneSince(DateTimeOffset time) => Presence == PresenceState.Reconnecting && Since < time;

    public void BeginSitting()
    {
        Sitting = Guid.CreateVersion7();
        Forget();
    }

    /// <summary>What a page has told of itself is true of that page alone.</summary>
    public void Forget() => (Media, OnScreen, ListensTo, Speaks) = (Nothing, null, null, false);

    public ParticipantView View(Guid participant) =>
        new(participant, Who.Name, Who.Role, Presence, Since, Media, Muted, Who.InvitedAs, Who.HasTwin, Who.ReadsAfter);
}

/// <summary>Who sits there.</summary>
/// <param name="Session">The sign-in by which they do; null for somebody who is only known by the log.</param>
internal sealed record Occupant(string Name, ParticipantRole Role, Guid? Session)
{
    /// <summary>Whom the clinician invited; null for patient and clinician.</summary>
    public string? InvitedAs { get; init; }

    /// <summary>The guest bears the name of somebody else in the consult.</summary>
    public bool HasTwin { get; init; }

    /// <summary>The number after which the chat is theirs; 0 for patient and clinician.</summary>
    public long ReadsAfter { get; init; }
}
