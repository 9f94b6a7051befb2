namespace Telehealth.Dispatch.Hospitals;

/// <summary>Whether a hospital takes patients now, by its own word.</summary>
public abstract record HospitalStatus
{
    private HospitalStatus()
    {
    }

    /// <summary>Takes patients.</summary>
    public sealed record Open : HospitalStatus;

    /// <summary>Asks ambulances to go elsewhere; a person may still decide to come.</summary>
    /// <param name="Reason">Why, for the console and the crew.</param>
    /// <param name="Since">From when.</param>
    /// <param name="Until">Up to when, by the hospital's word; null when that is not known.</param>
    public sealed record Divert(string Reason, DateTimeOffset Since, DateTimeOffset? Until) : HospitalStatus;

    /// <summary>Takes nobody.</summary>
    /// <param name="Reason">Why, for the console and the crew.</param>
    /// <param name="Since">From when.</param>
    /// <param name="Until">Up to when, by the hospital's word; null when that is not known.</param>
    public sealed record Closed(string Reason, DateTimeOffset Since, DateTimeOffset? Until) : HospitalStatus;

    /// <summary>
    /// What holds at a time: what was announced for later does not hold yet, and what was announced up to a time ends then.
    /// </summary>
    public HospitalStatus At(DateTimeOffset now) => this switch
    {
        Divert divert when now < divert.Since || now >= divert.Until => new Open(),
        Closed closed when now < closed.Since || now >= closed.Until => new Open(),
        _ => this,
    };
}
