using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Server.Platform.Access;
using Telehealth.Server.Platform.Contracts;
using Telehealth.Server.Rescue.Emergencies;

namespace Telehealth.Server.Rescue.Hospitals;

/// <summary>
/// What hospitals were told of an emergency, also of one that is over, and that somebody rang where the server could tell nobody.
/// </summary>
internal sealed class HospitalCalls(EmergencyEntity emergencies, NoticeTable notices, TimeProvider time)
{
    private static readonly Rejection NothingToSay = Rejection.NotNow(
        "hospital.no_call_needed", "This hospital does not have to be rung any more. Look at it again.");

    public async Task<Reply<IReadOnlyList<HospitalNoticeView>>> Notices(Caller me, Guid emergency, CancellationToken ct)
    {
        var (state, _) = await emergencies.Load(me.Tenant, emergency, ct);
        return state is Emergency.Unknown
            ? EmergencyRejections.NotFound
            : new Reply<IReadOnlyList<HospitalNoticeView>>(await notices.Of(me.Tenant, emergency, ct), null);
    }

    /// <summary>Entered by two at once, both stand in the log, and the first of them at the notice.</summary>
    public async Task<Reply<HospitalNoticeView>> Enter(Caller me, Guid emergency, HospitalCall call, CancellationToken ct)
    {
        if (await notices.One(me.Tenant, emergency, call.NoticeId, ct) is not { } notice)
            return EmergencyRejections.NotFound;
        if (notice.Outcome == NoticeOutcome.Rung)
            return notice;
        if (notice.Outcome is not (NoticeOutcome.Failed or NoticeOutcome.ByTelephone))
            return NothingToSay;
        var rung = new EmergencyCommand.EnterHospitalRung(
            new NoticeId(notice.Id), new AssignmentId(notice.AssignmentId), new UnitId(notice.UnitId), notice.HospitalName,
            notice.Kind == NoticeKind.Coming);
        if ((await emergencies.Execute(me.As(ActorKind.Dispatcher, call.CommandId), emergency, rung, ct)).Refusal is { } refusal)
            return refusal;
        // At once for whoever asks next; should this fail, the log says it to the subscriber as well.
        await notices.Rung(me.Tenant, notice.Id, me.PersonId, time.GetUtcNow(), ct);
        return await notices.One(me.Tenant, emergency, notice.Id, ct) is { } now ? now : EmergencyRejections.NotFound;
    }
}
