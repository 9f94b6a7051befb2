using System.Collections.Immutable;
using Telehealth.Domain.Deciding;

namespace Telehealth.Domain.Visits.Consults;

/// <summary>A visit by video: booked or asked for, then waiting, then running, then over.</summary>
public abstract record Consult
{
    private Consult()
    {
    }

    /// <summary>How many events have led to it, which is the version of the last of them: a line of chat is known by its.</summary>
    public long Version { get; init; }

    /// <summary>Nothing has been asked yet.</summary>
    public sealed record Unknown : Consult;

    /// <summary>Agreed for a time; the patient is not here yet.</summary>
    public sealed record Booked(PersonId Patient, PersonId Clinician, DateTimeOffset StartsAt) : Consult;

    /// <summary>
    /// The patient waits. A clinician stands here when the consult was booked with one, who alone admits until <see cref="KeptUntil"/>.
    /// </summary>
    public sealed record Waiting(PersonId Patient, PersonId? Clinician, DateTimeOffset Since) : Consult
    {
        /// <summary>
        /// From then on any clinician may admit: nobody waits for ever for one who
        /// does not come. Never after <see cref="Since"/> when it was not booked.
        /// </summary>
        public DateTimeOffset KeptUntil { get; init; } = Since;

        /// <summary>
        /// The room of a patient who was returned, as the clinician left it and with nobody in it: links, lock and what is held back are
        /// there again for whoever admits next. Null for one who was not admitted yet.
        /// </summary>
        public InProgress? Room { get; init; }
    }

    /// <summary>Running, with who may sit in it and who does.</summary>
    public sealed record InProgress(
        PersonId Patient, PersonId Clinician, ImmutableDictionary<ParticipantId, Guest> Guests, ImmutableHashSet<ParticipantId> Seated)
        : Consult
    {
        /// <summary>The lines of chat by their numbers, those that were withdrawn among them.</summary>
        public ImmutableDictionary<long, Message> Messages { get; init; } = ImmutableDictionary<long, Message>.Empty;

        /// <summary>Whether nobody new may take a seat.</summary>
        public bool IsLocked { get; init; }

        /// <summary>Those whose connection was lost for so long that their seat is gone. A lock does not keep them out.</summary>
        public ImmutableHashSet<ParticipantId> Lapsed { get; init; } = [];

        /// <summary>What the clinician holds back from everybody.</summary>
        public ImmutableHashSet<MutedTrack> Muted { get; init; } = [];

        /// <summary>Since when the patient had waited. Who is returned has this place again.</summary>
        public DateTimeOffset WaitingSince { get; init; }

        /// <summary>Who returned the patient last; null when nobody did.</summary>
        public PersonId? ReturnedBy { get; init; }
    }

    /// <summary>Ended or called off, with the guests whose links were not withdrawn.</summary>
    public sealed record Over(PersonId Patient, PersonId? Clinician, ImmutableHashSet<ParticipantId> Guests) : Consult;

    /// <summary>Somebody who was invited by link.</summary>
    public sealed record Guest(string Name, ParticipantRole Role, DateTimeOffset ExpiresAt, bool Revoked)
    {
        /// <summary>How whoever came by the link last wanted to be called; null when nobody came yet.</summary>
        public string? ChosenName { get; init; }

        /// <summary>The version at which whoever came by the link last sat down: what was said before is not theirs.</summary>
        public long JoinedAt { get; init; }
    }

    /// <summary>A line of chat, as far as the rules need it.</summary>
    public readonly record struct Message(ParticipantId From, bool IsWithdrawn);

    /// <summary>A participant's track that the clinician holds back.</summary>
    public readonly record struct MutedTrack(ParticipantId Participant, MediaSource Source);
}
