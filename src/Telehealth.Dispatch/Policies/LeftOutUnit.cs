using Telehealth.Domain.Rescue.Paramedics;

namespace Telehealth.Dispatch.Policies;

/// <summary>A unit that was not ranked.</summary>
/// <param name="Id">Which.</param>
/// <param name="Reason">The first reason that holds, in the order of <see cref="LeftOutReason"/>.</param>
public sealed record LeftOutUnit(UnitId Id, LeftOutReason Reason);
