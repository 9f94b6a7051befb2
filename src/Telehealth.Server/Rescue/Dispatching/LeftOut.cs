namespace Telehealth.Server.Rescue.Dispatching;

/// <param name="Reason">A code such as <c>unit.lacks_skill</c>.</param>
/// <param name="MayBeOverruled">Whether it can be asked all the same.</param>
internal sealed record LeftOut(Guid UnitId, string CallSign, string Reason, string Text, bool MayBeOverruled);
