using Telehealth.Domain.Rescue.Paramedics;

namespace Telehealth.Server.Rescue.Dispatching;

/// <param name="Reason">A code such as <c>unit.lacks_skill</c>.</param>
internal sealed record LeftOut(Guid UnitId, string CallSign, string Reason, string Text);
