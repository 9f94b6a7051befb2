using Telehealth.Domain.Visits.Consults;
using Telehealth.Server.Platform.Contracts;
using Telehealth.Server.Platform.Live;

namespace Telehealth.Server.Visits.Consults;

/// <summary>
/// What patient, clinician and guest may ask of a consult. Every command
/// carries an id chosen by the sender; the same id again gets the first answer.
/// </summary>
[HubContract("/hub/consult", typeof(IConsultClient))]
internal interface IConsultHub
{
    Task<Reply<ConsultCard>> Ask(ConsultRequest ask);

    Task<Reply<ConsultCard>> Book(Booking book);

    /// <summary>Patient: the booked consult is opened, the patient now waits.</summary>
    Task<Reply<ConsultCard>> Open(OfConsult command);

    /// <summary>Patient, before it begins: says anew what it is about. Whoever sees the visit sees it at once.</summary>
    Task<Reply<ConsultCard>> ChangeReason(ReasonChange change);

    Task<Reply<IReadOnlyList<ConsultCard>>> MyConsults();

    /// <summary>Clinician: everybody who waits, and changes from then on.</summary>
    Task<Reply<WaitingRoom>> WatchWaitingRoom();

    /// <summary>Clinician: the consult begins, with this clinician in it.</summary>
    Task<Reply<ConsultCard>> Admit(OfConsult command);

    /// <summary>Clinician: over for everybody.</summary>
    Task<Reply<ConsultCard>> End(OfConsult command);

    /// <summary>Patient or clinician: before it began.</summary>
    Task<Reply<ConsultCard>> Cancel(OfConsult command);

    /// <summary>Takes one's seat here. Where another page of the same person held it, that one is told and has it no more.</summary>
    /// <param name="consultId">The consult.</param>
    /// <param name="afterMessage">The last chat sequence seen; 0 for none.</param>
    Task<Reply<ConsultView>> Enter(Guid consultId, long afterMessage);

    /// <summary>Takes the seat again after an outage, unless the person has opened the consult elsewhere meanwhile.</summary>
    Task<Reply<ConsultView>> EnterAgain(SeatReturn back);

    /// <summary>Gives the seat up of one's own will.</summary>
    Task<Reply<Done>> Leave(Guid consultId);

    Task<Reply<ChatMessage>> Say(NewMessage say);

    /// <summary>Takes back an own line of chat; the clinician takes away anybody's. What is left of it comes back.</summary>
    Task<Reply<ChatMessage>> WithdrawMessage(MessageWithdrawal withdrawal);

    /// <summary>The lines of chat that stand before this one, at most a hundred, for whoever has the seat here.</summary>
    /// <param name="consultId">The consult.</param>
    /// <param name="before">The sequence of the first line that the page shows.</param>
    Task<Reply<ChatPage>> EarlierMessages(Guid consultId, long before);

    /// <summary>How far this page has received and shown the chat. A mark never goes back.</summary>
    Task<Reply<Done>> MarkMessages(MessagesSeen seen);

    /// <summary>One writes a line of chat now; the others are told at most every two seconds, and nothing is kept.</summary>
    Task<Reply<Done>> Typing(Guid consultId);

    /// <summary>What one's microphone, camera and screen are doing, for the others to see.</summary>
    Task<Reply<Done>> ShowMedia(Guid consultId, MediaState media);

    Task<Reply<GuestLink>> InviteGuest(GuestInvitation invite);

    Task<Reply<Done>> RevokeGuest(GuestRevocation revoke);

    /// <summary>An SDP offer of the browser's one peer connection; the answer and who is on which m-line come back.</summary>
    Task<Reply<MediaAnswer>> Negotiate(MediaOffer offer);

    /// <summary>A trickled ICE candidate; empty text ends them.</summary>
    Task<Reply<Done>> Candidate(Guid consultId, string candidate);

    /// <summary>Clinician: lets nobody new take a seat, or opens the room again.</summary>
    Task<Reply<ConsultCard>> Lock(LockChange change);

    /// <summary>Clinician: holds a participant's track back from everybody until it is let through again.</summary>
    Task<Reply<Done>> MuteParticipant(MuteChange change);

    /// <summary>Clinician: puts a guest out for good.</summary>
    Task<Reply<Done>> RemoveParticipant(Removal removal);

    /// <summary>Clinician: the patient waits again, for everybody and at the old place; whoever sat in the room is out.</summary>
    Task<Reply<ConsultCard>> ReturnToWaitingRoom(PatientReturn command);

    /// <summary>Clinician: the number of the patient whom one treats now, as the account keeps it.</summary>
    Task<Reply<PatientTelephone>> TelephoneOfPatient(Guid consultId);

    /// <summary>All that is on one's screen, at most 64 tracks; what is not named is not sent, but for sound.</summary>
    Task<Reply<Done>> Watch(Guid consultId, IReadOnlyList<TrackWishView> tracks);

    /// <summary>Hears an interpreter instead of the floor; null for everybody again.</summary>
    Task<Reply<Done>> ListenTo(Guid consultId, Guid? interpreterId);

    /// <summary>How the call does as this browser sees it, every five seconds.</summary>
    Task<Reply<Done>> ReportQuality(Guid consultId, QualitySample sample);

    /// <summary>Clinician: how everybody's connection does now.</summary>
    Task<Reply<ConsultQuality>> Quality(Guid consultId);

    /// <summary>Clinician: how the call was, and why it was bad when it was.</summary>
    Task<Reply<ConsultQualitySummary>> QualitySummary(Guid consultId);
}

/// <summary>
/// What the server tells patient, clinician and guest. The last state wins: a message with a lower version than the one shown is ignored.
/// </summary>
internal interface IConsultClient
{
    /// <summary>This node ends: connect again, and another one goes on.</summary>
    Task Move(MoveHint hint);

    Task ConsultChanged(ConsultCard consult);

    /// <summary>To clinicians who watch the waiting room: somebody waits for whoever has time.</summary>
    Task WaitingRoomChanged(ConsultCard consult);

    /// <summary>To clinicians who watch the waiting room: this one waits no longer. What became of it is for those who take part.</summary>
    Task WaitingRoomLeft(Guid consultId, long version);

    /// <summary>
    /// To clinicians who watch the waiting room, every few seconds and when somebody comes or goes: whether those whom they may expect are
    /// there, who wait, are booked for the next hour, or are theirs in a visit. What was not told for a quarter of a minute is not known.
    /// </summary>
    Task PatientsPresent(IReadOnlyList<PatientPresence> presences);

    Task PresenceChanged(Guid consultId, ParticipantView participant);

    /// <summary>A line of chat as it is now: a new one, or one that was withdrawn.</summary>
    Task MessageSaid(Guid consultId, ChatMessage message);

    /// <summary>Marks that went forward, of oneself and of others.</summary>
    Task MessagesMarked(Guid consultId, IReadOnlyList<ChatMark> marks);

    /// <summary>Somebody writes now. Not told when it ends: after five seconds without another, or with their line.</summary>
    Task Typing(Guid consultId, Guid participantId);

    Task GuestLinkChanged(Guid consultId, GuestLink link);

    /// <summary>The room's tracks changed: hold this many receive slots and send a new offer.</summary>
    Task MediaChanged(Guid consultId, int audioSlots, int videoSlots);

    /// <summary>
    /// To the page that held the seat: the same person has taken it with another one. Nothing more comes here, and nothing is taken.
    /// </summary>
    Task SeatTaken(Guid consultId);

    /// <summary>The node that had the room is gone: enter again, and another one has it.</summary>
    Task RoomMoved(Guid consultId);

    /// <summary>The relay lost this browser's path: restart ICE with a new offer.</summary>
    Task MediaLost(Guid consultId);

    /// <summary>Whose voice leads now; null when nobody's.</summary>
    Task SpeakerChanged(Guid consultId, Guid? participantId);

    Task QualityChanged(Guid consultId, QualityView quality);

    /// <summary>To the publisher: this many of the track's layers are watched by anybody; 0 lets it rest.</summary>
    Task LayersWanted(Guid consultId, MediaSource source, int layers);
}

/// <param name="Here">A device of the patient is connected now, or was a moment ago.</param>
/// <param name="SeenAt">When one was last seen connected.</param>
internal sealed record PatientPresence(Guid ConsultId, bool Here, DateTimeOffset SeenAt);

internal enum ConsultPhase
{
    Booked,
    Waiting,
    InProgress,
    Ended,
    Cancelled,
}

/// <param name="Version">Grows with every change.</param>
/// <param name="WaitingSince">When the patient began to wait.</param>
/// <param name="Locked">Nobody new may take a seat.</param>
/// <param name="ReturnedAt">When a clinician sent the patient back to the
/// waiting room; null when nobody did since the patient was admitted.</param>
/// <param name="ReturnReason">Why; null when the clinician gave no reason.</param>
internal sealed record ConsultCard(
    Guid Id,
    long Version,
    ConsultPhase Phase,
    Guid PatientId,
    string PatientName,
    Guid? ClinicianId,
    string? ClinicianName,
    string Reason,
    DateTimeOffset? BookedFor,
    DateTimeOffset? WaitingSince,
    DateTimeOffset? StartedAt,
    DateTimeOffset? EndedAt,
    bool Locked,
    DateTimeOffset? ReturnedAt = null,
    ReturnReason? ReturnReason = null);

internal sealed record ConsultRequest(Guid CommandId, string Reason);

internal sealed record ReasonChange(Guid CommandId, Guid ConsultId, string Reason);

internal sealed record Booking(Guid CommandId, Guid PatientId, DateTimeOffset StartsAt, string Reason);

internal sealed record OfConsult(Guid CommandId, Guid ConsultId);

internal sealed record WaitingRoom(IReadOnlyList<ConsultCard> Waiting, IReadOnlyList<ConsultCard> InProgress, DateTimeOffset ServerTime);

/// <param name="Sitting">Names this page's sitting. Another one than before: the relay
/// knows nothing of the page's earlier connection, so a new one is made.</param>
/// <param name="Messages">The newest hundred of those after the number that was asked for and of all that were withdrawn.</param>
/// <param name="HasEarlier">There were more of them. From its first line on the list is whole; what a page holds from before it may have
/// gaps and may be withdrawn by now, and is dropped.</param>
/// <param name="SpeakerId">Whose voice leads now.</param>
/// <param name="Quality">Of those whose link does not carry everything.</param>
internal sealed record ConsultView(
    ConsultCard Consult,
    Guid You,
    Guid Sitting,
    IReadOnlyList<ParticipantView> Participants,
    IReadOnlyList<ChatMessage> Messages,
    bool HasEarlier,
    IReadOnlyList<ChatMark> Marks,
    IReadOnlyList<GuestLink> GuestLinks,
    IReadOnlyList<IceServer> IceServers,
    Guid? SpeakerId,
    IReadOnlyList<QualityView> Quality,
    DateTimeOffset ServerTime);

/// <param name="AfterMessage">The last chat sequence seen; 0 for none.</param>
/// <param name="Sitting">As the last <see cref="ConsultView"/> named it.</param>
internal sealed record SeatReturn(Guid ConsultId, long AfterMessage, Guid Sitting);

internal enum PresenceState
{
    /// <summary>Connected now.</summary>
    Here,

    /// <summary>The connection dropped; the seat is kept.</summary>
    Reconnecting,

    /// <summary>Left, or did not come back in time.</summary>
    Away,
}

/// <param name="Media">What the participant's own devices are doing.</param>
/// <param name="MutedByClinician">What the clinician holds back from everybody, whatever the participant's devices are doing.</param>
/// <param name="InvitedAs">Of a guest: whom the clinician invited. The name is the guest's own choice.</param>
/// <param name="HasTwin">Of a guest: the patient, the clinician or another guest who is here bears the same name.</param>
/// <param name="ReadsAfter">Lines of chat with a higher number than this are for the participant.</param>
internal sealed record ParticipantView(
    Guid Id, string Name, ParticipantRole Role, PresenceState Presence, DateTimeOffset Since, MediaState Media, MediaState MutedByClinician,
    string? InvitedAs, bool HasTwin, long ReadsAfter);

/// <param name="Interrupted">The participant's system holds a device that
/// was on, as during a telephone call: nobody switched it off.</param>
internal sealed record MediaState(bool Microphone, bool Camera, bool Screen, bool Interrupted = false);

internal sealed record NewMessage(Guid CommandId, Guid ConsultId, string Text);

/// <param name="Sequence">Position in the consult's log: orders the chat and tells what was seen.</param>
/// <param name="CommandId">The sender's own id, so that the sender's page can match what it already shows.</param>
/// <param name="FromName">As it was when it was written: a guest chooses it.</param>
/// <param name="Text">"Message removed" once it was withdrawn.</param>
/// <param name="FromGuest">Whether a guest wrote it.</param>
/// <param name="WithdrawnAt">When it was withdrawn; null when it was not.</param>
/// <param name="WithdrawnBy">By whom: its author, or a clinician.</param>
internal sealed record ChatMessage(
    long Sequence, Guid CommandId, Guid From, string FromName, string Text, DateTimeOffset At, bool FromGuest,
    DateTimeOffset? WithdrawnAt = null, Guid? WithdrawnBy = null);

/// <param name="Messages">In order.</param>
/// <param name="HasEarlier">There are lines before the first of them.</param>
internal sealed record ChatPage(IReadOnlyList<ChatMessage> Messages, bool HasEarlier);

internal sealed record MessageWithdrawal(Guid CommandId, Guid ConsultId, long Sequence);

/// <param name="Delivered">The newest line that this page has received; 0 for none.</param>
/// <param name="Read">The newest that was shown to somebody who looks; 0 for none. What was read was delivered.</param>
internal sealed record MessagesSeen(Guid ConsultId, long Delivered, long Read);

/// <param name="Delivered">The newest line that has reached the participant.</param>
/// <param name="Read">The newest that the participant has read; 0 for none that the reader of this may know of.</param>
internal sealed record ChatMark(Guid ParticipantId, long Delivered, long Read);

internal sealed record GuestInvitation(Guid CommandId, Guid ConsultId, string Name, ParticipantRole Role);

internal sealed record GuestRevocation(Guid CommandId, Guid ConsultId, Guid LinkId);

/// <param name="Url">The whole link with its secret, told once to the clinician who made it; null afterwards.</param>
/// <param name="Name">How whoever came by it wants to be called; until then as <paramref name="InvitedName"/>.</param>
/// <param name="InvitedName">Whom the clinician invited.</param>
internal sealed record GuestLink(
    Guid Id, string Name, ParticipantRole Role, DateTimeOffset ExpiresAt, bool Revoked, string? Url, string InvitedName);

/// <param name="Sources">Which of the browser's own m-lines carries what.</param>
internal sealed record MediaOffer(Guid ConsultId, [property: LongText(60_000)] string Sdp, IReadOnlyList<MidSource> Sources);

internal sealed record MediaAnswer(string Sdp, IReadOnlyList<MidTrack> Tracks);

internal sealed record MidTrack(string Mid, Guid ParticipantId, MediaSource Source);
