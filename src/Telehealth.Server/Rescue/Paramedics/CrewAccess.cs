using Microsoft.Extensions.Options;
using Telehealth.Server.Platform.Access;
using Telehealth.Server.Rescue.Units;

namespace Telehealth.Server.Rescue.Paramedics;

/// <summary>Whose job it is: that of the crew of the unit in which a person is on shift, or else was last.</summary>
internal sealed class CrewAccess(UnitQueries units, TimeProvider time, IOptions<UnitOptions> options)
{
    /// <summary>Whether the person may add to it, however late: a device that was out of reach may send after the shift.</summary>
    public async Task<bool> MayAdd(Caller me, Involvement job, CancellationToken ct) =>
        me.Is(Roles.Paramedic) && await units.LastUnitOfPerson(me.Tenant, new PersonId(me.PersonId), ct) == job.Unit;

    /// <summary>Whether the person may read of it: until the end of the shift, and the time for what is written up after it.</summary>
    public async Task<bool> MayRead(Caller me, Involvement job, CancellationToken ct) =>
        await MayAdd(me, job, ct)
        && !await units.EndedBefore(me.Tenant, job.Unit, time.GetUtcNow() - options.Value.JobsReadableAfterShift, ct);
}
