namespace Telehealth.Domain.Visits.Consults;

/// <summary>Why a seat became empty.</summary>
public enum LeaveReason
{
    /// <summary>Of their own will.</summary>
    Left,

    /// <summary>The connection was lost and did not come back while the seat was kept.</summary>
    ConnectionLost,

    /// <summary>Their guest link was withdrawn, or the clinician put them out.</summary>
    Removed,
}
