namespace Telehealth.Architecture.Tests.Dependencies;

/// <summary>A table or view, the one capability that writes it, and the others whose SQL may read it.</summary>
internal sealed record OwnedTable(string Name, string Owner, params string[] Readers);

/// <summary>
/// Whose each table is. A reader is an arrow from it to the owner, so it stands in <see cref="CapabilityArrows"/> too. What a table without readers
/// holds is asked of its owner's code, or read through a view that stands here beside it.
/// </summary>
internal static class TableOwners
{
    public static IReadOnlyList<OwnedTable> Table { get; } =
    [
        new("schema_migration", "Hosting"),

        new("stream", "EventStore"),
        new("event", "EventStore"),
        new("command", "EventStore"),
        new("subscription", "EventStore"),
        new("parked_event", "EventStore"),
        new("handled_event", "EventStore", "Dispatching"),

        new("identity.person", "Access"),
        new("identity.session", "Access"),
        new("identity.refresh_token", "Access"),
        new("identity.sign_in_try", "Access"),
        new("identity.data_protection_key", "Access"),
        new("people.name", "Access", "Consults", "Dispatching", "Emergencies", "Hospitals", "Paramedics", "ResponsePlans", "Units"),

        new("consult", "Consults"),
        new("consult_message", "Consults"),
        new("consult_quality", "Consults"),
        new("guest_link", "Consults"),
        new("waiting_presence", "Consults"),

        new("unit", "Units", "Areas", "Demo", "Dispatching", "Emergencies", "Hospitals", "Paramedics"),
        new("unit_on_shift", "Units", "Areas", "Demo", "Dispatching", "Emergencies"),
        new("unit_activity", "Units", "Dispatching"),
        new("shift_crew", "Units"),
        new("vehicle", "Units", "ResponsePlans"),
        new("unit_fix", "Units", "Dispatching"),
        new("unit_track", "Units", "Dispatching"),
        new("unit_heard", "Units", "Dispatching"),
        new("unit_listening", "Units", "Dispatching"),

        new("emergency", "Emergencies", "Demo", "Dispatching", "Hospitals", "Paramedics", "Posts"),
        new("emergency_need", "Emergencies", "Dispatching", "Paramedics"),
        new("emergency_change", "Emergencies", "Paramedics"),
        new("assignment", "Emergencies", "Dispatching", "Hospitals", "Paramedics"),
        new("reservation", "Emergencies", "Dispatching"),
        new("alarm", "Emergencies", "Dispatching"),

        new("dispatch_console", "Dispatching"),
        new("offer_watch", "Dispatching"),

        new("job_photo", "Paramedics"),
        new("job_photo_view", "Paramedics"),

        new("hospital_status", "Hospitals"),
        new("hospital_notice", "Hospitals"),
    ];

    public static string? OwnerOf(string table) => Table.FirstOrDefault(row => row.Name == table)?.Owner;

    /// <summary>Each SQL that names another's table is an arrow to its owner, and so is each foreign key.</summary>
    public static IEnumerable<(string From, string To, string Where)> ArrowsBySql() => Arrows(
        ServerTables.Uses.Select(use => (use.Capability, use.Table, $"{use.Type}, by its SQL on {use.Table}"))
            .Concat(ServerTables.ForeignKeys.Select(key => (OwnerOf(key.Table) ?? string.Empty, key.Other, $"{key.Table}, which refers to {key.Other}"))));

    private static IEnumerable<(string From, string To, string Where)> Arrows(IEnumerable<(string From, string Table, string Where)> uses) =>
        from use in uses
        let owner = OwnerOf(use.Table)
        where owner is not null
        select (use.From, owner, use.Where);
}
