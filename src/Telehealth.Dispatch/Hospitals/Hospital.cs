using Telehealth.Domain.Emergencies;
using Telehealth.Domain.Geo;

namespace Telehealth.Dispatch.Hospitals;

/// <summary>One hospital of a tenant.</summary>
public readonly record struct HospitalId(Guid Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value.ToString("D");
}

/// <summary>What a hospital can treat; a set.</summary>
[Flags]
public enum HospitalCapabilities
{
    /// <summary>Nothing that an ambulance would come for.</summary>
    None = 0,

    /// <summary>Takes emergencies at any hour.</summary>
    EmergencyDepartment = 1,

    /// <summary>Trauma team and theatre.</summary>
    Trauma = 2,

    /// <summary>Stroke unit.</summary>
    Stroke = 4,

    /// <summary>Opens coronary arteries by catheter (PCI).</summary>
    Cardiac = 8,

    /// <summary>Treats children.</summary>
    Paediatric = 16,

    /// <summary>Delivery ward.</summary>
    Maternity = 32,

    /// <summary>Burns unit.</summary>
    Burns = 64,
}

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

    /// <summary>What holds at a time: what was announced for later does not hold yet, and what was announced up to a time ends then.</summary>
    public HospitalStatus At(DateTimeOffset now) => this switch
    {
        Divert divert when now < divert.Since || now >= divert.Until => new Open(),
        Closed closed when now < closed.Since || now >= closed.Until => new Open(),
        _ => this,
    };
}

/// <summary>Where patients are taken.</summary>
/// <param name="Id">Which.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Place">Where ambulances arrive.</param>
/// <param name="Capabilities">What it can treat.</param>
/// <param name="Status">Whether it takes patients.</param>
public sealed record Hospital(HospitalId Id, string Name, GeoPoint Place, HospitalCapabilities Capabilities, HospitalStatus Status);

/// <summary>What a patient needs of a hospital.</summary>
/// <param name="Required">A hospital without all of these is left out.</param>
/// <param name="Wished">Good to have: told where it lacks, and left out of the order.</param>
public sealed record HospitalNeeds(HospitalCapabilities Required, HospitalCapabilities Wished)
{
    /// <summary>
    /// By complaint, priority and answers. Sample content of our own, as the triage protocol is; a complaint without an entry needs
    /// an emergency department.
    /// </summary>
    public static HospitalNeeds For(string complaint, Priority priority, IReadOnlyList<TriageAnswer> answers)
    {
        var special = (complaint, priority) switch
        {
            ("stroke", _) => HospitalCapabilities.Stroke,
            ("chest-pain", _) => HospitalCapabilities.Cardiac,
            ("burns", _) => HospitalCapabilities.Burns,
            ("childbirth", _) => HospitalCapabilities.Maternity,
            ("accident" or "bleeding" or "fall", Priority.LifeThreatening) => HospitalCapabilities.Trauma,
            _ => HospitalCapabilities.None,
        };
        // A delivery ward is entered by its own door.
        var required = special == HospitalCapabilities.Maternity ? special : special | HospitalCapabilities.EmergencyDepartment;
        var isChild = answers.Any(answer => answer is { QuestionCode: "child", Answer: Answer.Yes });
        return new HospitalNeeds(required, isChild ? HospitalCapabilities.Paediatric : HospitalCapabilities.None);
    }
}

/// <summary>What people call the capabilities.</summary>
public static class HospitalCapabilityWords
{
    private static readonly (HospitalCapabilities Capability, string Words)[] All =
    [
        (HospitalCapabilities.EmergencyDepartment, "emergency department"),
        (HospitalCapabilities.Trauma, "trauma"),
        (HospitalCapabilities.Stroke, "stroke unit"),
        (HospitalCapabilities.Cardiac, "heart catheter"),
        (HospitalCapabilities.Paediatric, "children"),
        (HospitalCapabilities.Maternity, "maternity"),
        (HospitalCapabilities.Burns, "burns unit"),
    ];

    /// <summary>A list such as "emergency department, stroke unit"; empty for none.</summary>
    public static string Words(this HospitalCapabilities capabilities) =>
        string.Join(", ", All.Where(entry => (capabilities & entry.Capability) != 0).Select(entry => entry.Words));
}
