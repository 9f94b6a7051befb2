using Telehealth.Domain.Deciding;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Triage;
using Telehealth.Server.Platform.Access;
using Telehealth.Server.Platform.Contracts;
using Telehealth.Server.Platform.EventStore;
using Telehealth.Server.Rescue.Emergencies;
using static Telehealth.Domain.Rescue.Emergencies.EmergencyEvent;

namespace Telehealth.Server.Rescue.Paramedics;

/// <summary>Reads a job's story from the log, as far as it is its crew's.</summary>
internal sealed class JobReader(EmergencyEntity emergencies, JobQueries jobs, CrewAccess crews)
{
    /// <summary>Beyond this no emergency of a working day comes; what is later is left out.</summary>
    private const int MostEvents = 2_000;

    private static readonly Rejection NotYours = EmergencyRejections.AssignmentOver with { Text = "This job is not yours." };

    public async Task<Reply<JobDetails>> Details(Caller crew, JobKey key, CancellationToken ct)
    {
        var job = await jobs.Involvement(crew.Tenant, key.AssignmentId, ct);
        if (job is null || job.Emergency != key.EmergencyId || !await crews.MayRead(crew, job, ct))
            return NotYours;
        var story = await emergencies.ReadEvents(crew.Tenant, job.Emergency, afterVersion: 0, MostEvents, ct);
        return new JobDetails(
            job.Emergency, job.Assignment, EmergencyColumns.NumberOf(job.Emergency), job.IsAskedOrTaken ? AnswersIn(story) : [],
            job.WasTaken ? await NotesIn(crew.Tenant, story, ct) : [],
            await EndingIn(crew.Tenant, story, new AssignmentId(job.Assignment), ct));
    }

    private static IReadOnlyList<AnsweredQuestion> AnswersIn(IReadOnlyList<StoredEvent> story) =>
        [
            .. (story
                    .Select(stored => stored.Event is DetailsGiven details ? details.Answers : (stored.Event as EmergencyRaised)?.Answers)
                    .LastOrDefault(answers => answers is not null)
                ?? []).Join(
                TriageProtocol.Standard.Questions,
                answer => answer.QuestionCode,
                question => question.Code,
                (answer, question) => new AnsweredQuestion(question.Text, answer.Answer)),
        ];

    private async Task<IReadOnlyList<JobNote>> NotesIn(TenantId tenant, IReadOnlyList<StoredEvent> story, CancellationToken ct)
    {
        var notes = story.Where(stored => stored.Event is NoteAdded).ToList();
        var names = (await jobs.Names(tenant, notes.Select(note => note.Actor.Id).Distinct(), ct)).ToDictionary(
            person => person.Id, person => person.Name);
        return [.. notes.Select(note => new JobNote(note.At, NameOf(note.Actor, names), ((NoteAdded)note.Event).Text))];
    }

    private static string NameOf(Actor actor, Dictionary<Guid, string> names) =>
        actor.Kind == ActorKind.System ? "System" : names.GetValueOrDefault(actor.Id, "Unknown");

    private async Task<JobEnding?> EndingIn(
        TenantId tenant, IReadOnlyList<StoredEvent> story, AssignmentId assignment, CancellationToken ct)
    {
        foreach (var stored in story)
        {
            switch (stored.Event)
            {
                case UnitStatusReported { Status: AssignmentStatus.Clear } clear when clear.Assignment == assignment:
                    return new JobEnding(AssignmentStatus.Clear, clear.At, null, null, null);
                case OfferDeclined declined when declined.Assignment == assignment:
                    return new JobEnding(AssignmentStatus.Declined, declined.At, declined.Reason, null, null);
                case OfferExpired expired when expired.Assignment == assignment:
                    return new JobEnding(AssignmentStatus.Expired, expired.At, null, null, null);
                case OfferRescinded rescinded when rescinded.Assignment == assignment:
                    return new JobEnding(AssignmentStatus.Rescinded, rescinded.At, rescinded.Reason, null, null);
                case UnitStoodDown stoodDown when stoodDown.Assignment == assignment:
                    return new JobEnding(AssignmentStatus.StoodDown, stoodDown.At, stoodDown.Reason, null, null);
                case UnitDiverted diverted when diverted.Assignment == assignment:
                    return new JobEnding(
                        AssignmentStatus.Diverted, diverted.At, diverted.Reason, EmergencyColumns.NumberOf(diverted.To.Value), null);
                case JobHandedOver handed when handed.Assignment == assignment:
                    return new JobEnding(AssignmentStatus.HandedOver, handed.At, null, null, await jobs.CallSign(tenant, handed.To, ct));
            }
        }

        return null;
    }
}
