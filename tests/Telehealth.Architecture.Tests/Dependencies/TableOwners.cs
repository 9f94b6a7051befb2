namespace Telehealth.Architecture.Tests.Dependencies;

/// <summary>A table or view with its schema, the one capability that writes it, and the others whose SQL may read it.</summary>
internal sealed record OwnedTable(string Name, string Owner, params string[] Readers);

/// <summary>
/// Whose each table is. A reader is an arrow from it to the owner, so it stands in <see cref="CapabilityArrows"/> too. What a table without
/// readers holds is asked of its owner's code, or read through a view that stands here beside it.
/// </summary>
internal static class TableOwners
{
    public static IReadOnlyList<OwnedTable> Table { get; } =
    [
        new("schema_migration", "Hosting"),

        new("event_store.stream", "EventStore"),
        new("event_store.event", "EventStore"),
        new("event_store.command", "EventStore"),
        new("event_store.subscription", "EventStore"),
        new("event_store.parked_event", "EventStore"),
        new("event_store.handled_event", "EventStore", "Dispatching"),

        new("orleans.membership", "Cluster"),
        new("orleans.silo", "Cluster"),
        new("orleans.orleansquery", "Cluster"),
        new("orleans.grain_state", "Cluster"),

        new("identity.person", "Access"),
        new("identity.session", "Access"),
        new("identity.refresh_token", "Access"),
        new("identity.sign_in_try", "Access"),
        new("identity.data_protection_key", "Access"),
        new("people.name", "Access", "Consults", "Dispatching", "Emergencies", "Hospitals", "Paramedics", "ResponsePlans", "Units"),

        new("consults.chat_mark", "Consults"),
        new("consults.consult", "Consults"),
        new("consults.consult_message", "Consults"),
        new("consults.consult_quality", "Consults"),
        new("consults.consult_room", "Consults"),
        new("consults.guest_link", "Consults"),

        new("units.unit", "Units", "Areas", "Demo", "Dispatching", "Emergencies", "Hospitals", "Paramedics"),
        new("units.unit_on_shift", "Units", "Areas", "Demo", "Dispatching", "Emergencies"),
        new("units.unit_activity", "Units", "Dispatching"),
        new("units.shift_crew", "Units"),
        new("units.vehicle", "Units", "ResponsePlans"),
        new("units.unit_fix", "Units", "Dispatching"),
        new("units.unit_track", "Units", "Dispatching"),
        new("units.unit_heard", "Units", "Dispatching"),
        new("units.unit_listening", "Units", "Dispatching"),

        new("emergencies.emergency", "Emergencies", "Demo", "Dispatching", "Hospitals", "Paramedics", "Posts"),
        new("emergencies.emergency_need", "Emergencies", "Dispatching", "Paramedics"),
        new("emergencies.emergency_change", "Emergencies", "Paramedics"),
        new("emergencies.assignment", "Emergencies", "Dispatching", "Hospitals", "Paramedics"),
        new("emergencies.reservation", "Emergencies", "Dispatching"),
        new("emergencies.alarm", "Emergencies", "Dispatching"),

        new("dispatching.dispatch_console", "Dispatching"),
        new("dispatching.offer_watch", "Dispatching"),

        new("paramedics.job_photo", "Paramedics"),
        new("paramedics.job_photo_view", "Paramedics"),

        new("hospitals.hospital_status", "Hospitals"),
        new("hospitals.hospital_notice", "Hospitals"),
    ];

    /// <summary>
    /// The schemas that are a capability's own: one of its name, but for those of Access, which are older than the rule, and that of the
    /// silos, which says whose names the tables have.
    /// </summary>
    public static IReadOnlyList<string> SchemasOf(string capability) => capability switch
    {
        "Access" => ["identity", "people"],
        "Cluster" => ["orleans"],
        _ => [InSnakeCase(capability)],
    };

    /// <summary><c>EventStore</c> as <c>event_store</c>.</summary>
    public static string InSnakeCase(string capability) =>
        string.Concat(capability.Select((letter, at) => char.IsUpper(letter) && at > 0 ? $"_{letter}" : $"{letter}")).ToLowerInvariant();

    public static string? OwnerOf(string table) => Table.FirstOrDefault(row => row.Name == table)?.Owner;

    /// <summary>Each SQL that names another's table is an arrow to its owner, and so is each foreign key.</summary>
    public static IEnumerable<(string From, string To, string Where)> ArrowsBySql() => Arrows(
        ServerTables.Uses.Select(use => (use.Capability, use.Table, $"{use.Type}, by its SQL on {use.Table}"))
            .Concat(MigrationFiles.ForeignKeys
                .Select(key => (OwnerOf(key.Table) ?? string.Empty, key.Other, $"{key.Table}, which refers to {key.Other}"))));

    private static IEnumerable<(string From, string To, string Where)> Arrows(
        IEnumerable<(string From, string Table, string Where)> uses) =>
        from use in uses let owner = OwnerOf(use.Table) where owner is not null select (use.From, owner, use.Where);
}
