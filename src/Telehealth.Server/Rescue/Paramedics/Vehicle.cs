using Telehealth.Domain.Triage;

namespace Telehealth.Server.Rescue.Paramedics;

internal sealed record Vehicle(Guid Id, string CallSign, IReadOnlyList<string> Skills);
