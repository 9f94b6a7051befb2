namespace Telehealth.Server.Rescue.Hospitals;

/// <summary>Something that a hospital should know.</summary>
internal sealed record Notice(
    Guid Id, Guid Emergency, Guid Assignment, Guid Unit, string Hospital, NoticeKind Kind, int? DriveSeconds, string? DriveSource,
    DateTimeOffset At);
