using Microsoft.Extensions.Options;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Server.Platform.Contracts;
using Telehealth.Server.Platform.EventStore;
using static Telehealth.Domain.Rescue.Emergencies.EmergencyEvent;

namespace Telehealth.Server.Rescue.Hospitals;

/// <summary>
/// Follows the log: a hospital that is chosen is to be told, and one that no longer gets the patient too. Only enters what is to be said;
/// saying it may take long and is the sender's, so that no hospital waits for another one's line.
/// </summary>
internal sealed class HospitalNotices(NoticeTable table, IOptions<HospitalOptions> options) : IDurableSubscriber
{
    public string Name => "hospital-notices";

    public bool StartsAtBeginning => false;

    // A repeated event enters nothing twice, so the cursor may move a page at a time.
    public int EntitiesAtOnce => 4;

    // No hospital is told faster than its line takes a call.
    public TimeSpan AtMostEvery => TimeSpan.FromMilliseconds(250);

    public Task Handle(StoredEvent stored, CancellationToken ct) => stored.Event switch
    {
        HospitalChosen chosen => Tell(stored, chosen, ct),
        UnitStoodDown stoodDown => CallOff(stored, stoodDown.Assignment, except: null, ct),
        UnitDiverted diverted => CallOff(stored, diverted.Assignment, except: null, ct),
        HospitalRung rung => table.Rung(stored.Tenant, rung.Notice.Value, stored.Actor.Id, rung.At, ct),
        JobHandedOver handed => CallOff(stored, handed.Assignment, except: null, ct),
        _ => Task.CompletedTask,
    };

    private async Task Tell(StoredEvent stored, HospitalChosen chosen, CancellationToken ct)
    {
        await CallOff(stored, chosen.Assignment, chosen.Hospital, ct);
        var notice = new Notice(
            DerivedId.From(stored.StreamId, $"hospital:{stored.Version}"), stored.StreamId, chosen.Assignment.Value, chosen.Unit.Value,
            chosen.Hospital, NoticeKind.Coming, (int?)chosen.Travel?.Duration.TotalSeconds, chosen.Travel?.Source, stored.At);
        await table.Enter(stored.Tenant, notice, stored.At, ct);
    }

    private async Task CallOff(StoredEvent stored, AssignmentId assignment, string? except, CancellationToken ct)
    {
        foreach (var (unit, hospital) in await table.NoLongerGoingTo(stored.Tenant, assignment.Value, except, stored.At, ct))
        {
            var notice = new Notice(
                DerivedId.From(stored.StreamId, $"hospital:{stored.Version}:{hospital}"), stored.StreamId, assignment.Value, unit, hospital,
                NoticeKind.NotComing, DriveSeconds: null, DriveSource: null, stored.At);
            // A try that is on its way now must not arrive after this.
            await table.Enter(stored.Tenant, notice, stored.At + options.Value.PreAlertWithin, ct);
        }
    }
}
