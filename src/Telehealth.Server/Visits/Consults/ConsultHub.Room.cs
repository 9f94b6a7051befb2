using Telehealth.Domain.Visits.Consults;
using Telehealth.Server.Platform.Access;
using Telehealth.Server.Platform.Contracts;

namespace Telehealth.Server.Visits.Consults;

// The running room: who may come in, be heard and be seen, and how everybody's connection does.
internal sealed partial class ConsultHub
{
    private static readonly Rejection WaitsAlready = Rejection.NotNow(
        "consult.waits_already",
        "The patient already waits with another request, so this one cannot wait again. End this visit, and admit the other one.");

    [Allow(Roles.Clinician)]
    public async Task<Reply<ConsultCard>> ReturnToWaitingRoom(PatientReturn command)
    {
        var reply = await Run(
            command.ConsultId, command.CommandId, ActorKind.Clinician,
            new ConsultCommand.ReturnToWaitingRoom(new PersonId(Me.PersonId), command.Reason));
        // The database says it in the words for the patient who asks twice.
        if (reply.Error?.Rejection.Is(ConsultSetup.WaitsOnce) is true)
            return WaitsAlready;
        // Sent again after somebody else has admitted the patient: what became of the visit is theirs.
        return reply.Value is { } card && card.ClinicianId != Me.PersonId && !queries.WaitsForEverybody(card)
            ? ConsultAudience.AtTheDoor(card)
            : reply;
    }

    [Allow(Roles.Clinician)]
    public async Task<Reply<PatientTelephone>> TelephoneOfPatient(Guid consultId) =>
        await queries.TelephoneOfPatient(Me.Tenant, consultId, Me.PersonId, Gone) is { } telephone ? telephone : ConsultRules.NotFound;

    [Allow(Roles.Clinician)]
    public Task<Reply<ConsultCard>> Lock(LockChange change) =>
        Run(change.ConsultId, change.CommandId, ActorKind.Clinician, new ConsultCommand.LockRoom(new PersonId(Me.PersonId), change.Locked));

    [Allow(Roles.Clinician)]
    public Task<Reply<Done>> MuteParticipant(MuteChange change) =>
        Rule(
            change.ConsultId, change.CommandId,
            new ConsultCommand.MuteParticipant(
                new PersonId(Me.PersonId), new ParticipantId(change.ParticipantId), change.Source, change.Muted));

    [Allow(Roles.Clinician)]
    public Task<Reply<Done>> RemoveParticipant(Removal removal) => Rule(
        removal.ConsultId, removal.CommandId,
        new ConsultCommand.RemoveParticipant(new PersonId(Me.PersonId), new ParticipantId(removal.ParticipantId)));

    [Allow(Roles.Patient, Roles.Clinician, Roles.Guest)]
    public Task<Reply<Done>> Watch(Guid consultId, IReadOnlyList<TrackWishView> tracks) =>
        seatCommands.Watch(Me, consultId, tracks, Context.ConnectionId, Gone);

    [Allow(Roles.Patient, Roles.Clinician, Roles.Guest)]
    public Task<Reply<Done>> ListenTo(Guid consultId, Guid? interpreterId) =>
        seatCommands.ListenTo(Me, consultId, interpreterId, Context.ConnectionId, Gone);

    [Allow(Roles.Patient, Roles.Clinician, Roles.Guest)]
    public Task<Reply<Done>> ReportQuality(Guid consultId, QualitySample sample) =>
        Task.FromResult(quality.Report(Me, consultId, sample, Context.ConnectionId));

    [Allow(Roles.Clinician)]
    public Task<Reply<ConsultQuality>> Quality(Guid consultId) => quality.Now(Me, consultId, Gone);

    [Allow(Roles.Clinician)]
    public Task<Reply<ConsultQualitySummary>> QualitySummary(Guid consultId) => quality.Summary(Me, consultId, Gone);

    private async Task<Reply<Done>> Rule(Guid consult, Guid commandId, ConsultCommand command)
    {
        var execution = await commands.Execute(Me.As(ActorKind.Clinician, commandId), consult, command, Gone);
        return execution.Refusal is { } refusal ? refusal : Done.Value;
    }
}
