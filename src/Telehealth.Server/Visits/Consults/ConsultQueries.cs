using Npgsql;
using Telehealth.Domain.Visits.Consults;
using Telehealth.Server.Platform.Access;
using Telehealth.Server.Platform.Contracts;
using Telehealth.Server.Platform.EventStore;

namespace Telehealth.Server.Visits.Consults;

/// <summary>Consults as patients, clinicians and guests see them.</summary>
internal sealed class ConsultQueries(NpgsqlDataSource database, UserDirectory people, AccountTelephones telephones, TimeProvider time)
{
    private const int MaxListed = 100;

    /// <summary>By the one that does not fit, a page knows that there are more.</summary>
    private const int OneTooMany = ChatRules.MostLinesAtOnce + 1;

    private static readonly TimeSpan ListedFor = TimeSpan.FromDays(30);

    /// <summary>Before a booked visit its clinician sees whether the patient is there already.</summary>
    private static readonly TimeSpan ExpectedBefore = TimeSpan.FromHours(1);

    /// <summary>Behind so many others the presence of a patient is not known.</summary>
    private const int MostExpected = 500;

    internal const string SelectCard = """
        select c.*, p.display_name as patient_name, k.display_name as clinician_name from consults.consult c
        left join people.name p on p.tenant = c.tenant and p.id = c.patient_id
        left join people.name k on k.tenant = c.tenant and k.id = c.clinician_id
        """;

    private const string SelectMessage = """
        select m.*, coalesce(p.display_name, m.guest_name, 'Guest') as from_name, p.id is null as from_guest from consults.consult_message m
        left join people.name p on p.tenant = m.tenant and p.id = m.from_id
        """;

    public Task<ConsultCard?> Card(TenantId tenant, Guid consult, CancellationToken ct) =>
        database.QueryFirst($"{SelectCard} where c.tenant = $1 and c.consult_id = $2", ReadCard, ct, tenant.Value, consult);

    /// <summary>Whatever a person has to do with: as patient or as clinician; open ones first, then the newest.</summary>
    public Task<IReadOnlyList<ConsultCard>> Of(TenantId tenant, Guid person, CancellationToken ct) =>
        database.Query(
            $"{SelectCard} where c.tenant = $1 and (c.patient_id = $2 or c.clinician_id = $2) and (c.ended_at is null or c.ended_at > $3) "
            + "order by c.ended_at is null desc, coalesce(c.booked_for, c.asked_at) desc limit $4",
            ReadCard, ct, tenant.Value, person, time.GetUtcNow() - ListedFor, MaxListed);

    public async Task<WaitingRoom> WaitingRoom(TenantId tenant, Guid clinician, CancellationToken ct)
    {
        var waiting = await database.Query(
            $"{SelectCard} where c.tenant = $1 and c.phase = 'waiting' "
                + "and (c.clinician_id is null or c.clinician_id = $2 or greatest(c.booked_for, c.waiting_since) <= $3) order by c.waiting_since limit $4",
            ReadCard, ct, tenant.Value, clinician, time.GetUtcNow() - ConsultRules.KeptForBooked,
            MaxListed);
        var running = await database.Query(
            $"{SelectCard} where c.tenant = $1 and c.phase = 'inProgress' and c.clinician_id = $2 order by c.started_at limit $3",
            ReadCard, ct, tenant.Value, clinician, MaxListed);
        return new WaitingRoom(waiting, running, time.GetUtcNow());
    }

    /// <summary>
    /// Visits whose patients some of these clinicians may expect now: whoever waits, those whom they treat, and those who are booked with
    /// them for soon, or should have come.
    /// </summary>
    public Task<IReadOnlyList<ConsultCard>> OfPatientsToExpect(TenantId tenant, Guid[] clinicians, CancellationToken ct) => database.Query(
        $"{SelectCard} where c.tenant = $1 and (c.phase = 'waiting' or (c.clinician_id = any($2) "
            + "and (c.phase = 'inProgress' or (c.phase = 'booked' and c.booked_for < $3)))) "
            + "order by coalesce(c.waiting_since, c.started_at, c.booked_for) limit $4",
        ReadCard, ct, tenant.Value, clinicians, time.GetUtcNow() + ExpectedBefore, MostExpected);

    /// <summary>Whether any clinician may admit the patient, and so may know of them.</summary>
    public bool WaitsForEverybody(ConsultCard card) =>
        card is { Phase: ConsultPhase.Waiting, WaitingSince: { } since }
        && (card is not { ClinicianId: not null, BookedFor: { } booked } || ConsultRules.KeptUntil(booked, since) <= time.GetUtcNow());

    /// <summary>
    /// Those whose booked clinician has let them wait for too long: they
    /// began to wait for everybody after the one time and until the other.
    /// </summary>
    public Task<IReadOnlyList<(TenantId Tenant, ConsultCard Card)>> NoLongerKept(
        DateTimeOffset after, DateTimeOffset until, CancellationToken ct) =>
        database.Query(
            $"{SelectCard} where c.phase = 'waiting' and c.clinician_id is not null "
                + "and greatest(c.booked_for, c.waiting_since) > $1 and greatest(c.booked_for, c.waiting_since) <= $2 limit $3",
            row => (new TenantId(row.Guid("tenant")), ReadCard(row)), ct, after - ConsultRules.KeptForBooked,
            until - ConsultRules.KeptForBooked,
            MaxListed);

    /// <summary>
    /// What was said after this number, and of all that the reader may read what was withdrawn, perhaps since: the newest of it.
    /// </summary>
    public async Task<ChatPage> Messages(TenantId tenant, Guid consult, long after, long readsAfter, CancellationToken ct) => PageOf(
        await database.Query(
            $"{SelectMessage} where m.tenant = $1 and m.consult_id = $2 and m.sequence > $4 "
                + "and (m.sequence > $3 or m.withdrawn_at is not null) order by m.sequence desc limit $5",
            ReadMessage, ct, tenant.Value, consult, after, readsAfter, OneTooMany));

    /// <summary>The last lines before this one, as far as the reader may read.</summary>
    public async Task<ChatPage> MessagesBefore(TenantId tenant, Guid consult, long before, long readsAfter, CancellationToken ct) => PageOf(
        await database.Query(
            $"{SelectMessage} where m.tenant = $1 and m.consult_id = $2 and m.sequence > $4 and m.sequence < $3 "
                + "order by m.sequence desc limit $5",
            ReadMessage, ct, tenant.Value, consult, before, readsAfter, OneTooMany));

    public Task<ChatMessage?> Message(TenantId tenant, Guid consult, long sequence, CancellationToken ct) =>
        database.QueryFirst(
            $"{SelectMessage} where m.tenant = $1 and m.consult_id = $2 and m.sequence = $3", ReadMessage, ct, tenant.Value, consult,
            sequence);

    public Task<ChatMessage?> MessageOf(TenantId tenant, Guid consult, Guid from, Guid commandId, CancellationToken ct) =>
        database.QueryFirst(
            $"{SelectMessage} where m.tenant = $1 and m.consult_id = $2 and m.from_id = $3 and m.command_id = $4", ReadMessage, ct,
            tenant.Value, consult, from, commandId);

    public Task<IReadOnlyList<ChatMark>> Marks(TenantId tenant, Guid consult, CancellationToken ct) =>
        database.Query(
            "select participant_id, delivered, read from consults.chat_mark where tenant = $1 and consult_id = $2", ReadMark, ct,
            tenant.Value, consult);

    public Task<IReadOnlyList<GuestLink>> GuestLinks(TenantId tenant, Guid consult, CancellationToken ct) =>
        database.Query(
            "select * from consults.guest_link where tenant = $1 and consult_id = $2 order by made_at", ReadLink, ct, tenant.Value,
            consult);

    public Task<GuestLink?> GuestLink(TenantId tenant, Guid link, CancellationToken ct) =>
        database.QueryFirst("select * from consults.guest_link where tenant = $1 and link_id = $2", ReadLink, ct, tenant.Value, link);

    /// <summary>The number after which the caller reads: what was said before a guest sat down was not said to the guest.</summary>
    public async Task<long> ReadsAfter(Caller caller, CancellationToken ct) =>
        caller.GuestOfConsult() is null ? 0 : await GuestReadsAfter(caller.Tenant, caller.PersonId, ct);

    /// <summary>
    /// The version of the consult at which a guest sat down last: later messages are theirs to read. Nothing is for one who never did.
    /// </summary>
    public async Task<long> GuestReadsAfter(TenantId tenant, Guid link, CancellationToken ct) =>
        await database.Query(
            "select joined_at_version from consults.guest_link where tenant = $1 and link_id = $2",
            row => row.LongOrNull("joined_at_version"), ct, tenant.Value, link)
            is [{ } version]
            ? version
            : long.MaxValue;

    public Task<GuestGrant?> Find(TenantId tenant, byte[] tokenHash, CancellationToken cancellation) =>
        database.QueryFirst(
            """
            select g.* from consults.guest_link g join consults.consult c using (tenant, consult_id)
            where g.tenant = $1 and g.token_hash = $2 and g.revoked_at is null and g.expires_at > $3 and c.ended_at is null
            """,
            row => new GuestGrant(
                tenant, row.Guid("link_id"), GuestCaller.ScopeOf(row.Guid("consult_id")), row.Text("name"), row.Text("role"),
                row.Time("expires_at")),
            cancellation, tenant.Value, tokenHash,
            time.GetUtcNow());

    /// <summary>
    /// The telephone number of a patient for the clinician who treats them now, and for
    /// nobody else; null when this is not that clinician, or the consult does not run.
    /// </summary>
    public async Task<PatientTelephone?> TelephoneOfPatient(TenantId tenant, Guid consult, Guid clinician, CancellationToken ct) =>
        await database.Query(
            "select patient_id from consults.consult where tenant = $1 and consult_id = $2 and phase = 'inProgress' and clinician_id = $3",
            row => row.Guid("patient_id"), ct, tenant.Value, consult, clinician) is [var patient]
            ? new PatientTelephone(await telephones.Of(tenant, patient, ct))
            : null;

    /// <summary>A consult is booked for patients only.</summary>
    public Task<bool> IsPatient(TenantId tenant, Guid person, CancellationToken ct) => people.IsPatient(tenant, person, ct);

    internal static ConsultCard ReadCard(NpgsqlDataReader row) => new(
        row.Guid("consult_id"),
        row.Long("version"),
        WireNames.FromWire<ConsultPhase>(row.Text("phase")),
        row.Guid("patient_id"),
        row.TextOrNull("patient_name") ?? "Patient",
        row.GuidOrNull("clinician_id"),
        row.TextOrNull("clinician_name"),
        row.Text("reason"),
        row.TimeOrNull("booked_for"),
        row.TimeOrNull("waiting_since"),
        row.TimeOrNull("started_at"),
        row.TimeOrNull("ended_at"),
        row.Flag("locked"),
        row.TimeOrNull("returned_at"),
        row.TextOrNull("return_reason") is { } reason ? WireNames.FromWire<ReturnReason>(reason) : null);

    internal static ChatMark ReadMark(NpgsqlDataReader row) => new(row.Guid("participant_id"), row.Long("delivered"), row.Long("read"));

    /// <param name="newestFirst">At most one more than a page holds.</param>
    private static ChatPage PageOf(IReadOnlyList<ChatMessage> newestFirst) => new(
        [.. newestFirst.Take(ChatRules.MostLinesAtOnce).Reverse()], newestFirst.Count > ChatRules.MostLinesAtOnce);

    private static ChatMessage ReadMessage(NpgsqlDataReader row) => new(
        row.Long("sequence"), row.Guid("command_id"), row.Guid("from_id"), row.Text("from_name"), row.Text("text"), row.Time("at"),
        row.Flag("from_guest"), row.TimeOrNull("withdrawn_at"), row.GuidOrNull("withdrawn_by"));

    private static GuestLink ReadLink(NpgsqlDataReader row) => new(
        row.Guid("link_id"),
        row.Text("name"),
        WireNames.FromWire<ParticipantRole>(row.Text("role")),
        row.Time("expires_at"),
        row.TimeOrNull("revoked_at") is not null,
        Url: null,
        row.TextOrNull("invited_name") ?? row.Text("name"));
}
