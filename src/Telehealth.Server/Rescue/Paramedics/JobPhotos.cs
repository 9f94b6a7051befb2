using Npgsql;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Server.Platform.Access;
using Telehealth.Server.Platform.Contracts;
using Telehealth.Server.Rescue.Emergencies;

namespace Telehealth.Server.Rescue.Paramedics;

/// <summary>A picture that a crew took at work.</summary>
/// <param name="Number">Its place among those of the job, from 1.</param>
/// <param name="TakenAt">By the device's clock.</param>
[HttpContract]
internal sealed record JobPhoto(Guid Id, int Number, string TakenBy, DateTimeOffset TakenAt, DateTimeOffset ReceivedAt);

/// <summary>A picture as a device sends it. The id is the device's own: the same one again gets the first answer.</summary>
internal sealed record NewPhoto(Guid Id, DateTimeOffset TakenAt, byte[] Content);

internal sealed record PhotoContent(string ContentType, byte[] Content);

/// <summary>
/// Pictures of a job: taken by the crew that has or had it, seen by that crew and by dispatchers. To anybody else the job does not exist.
/// </summary>
internal sealed class JobPhotos(
    NpgsqlDataSource database, EmergencyEntity emergencies, JobQueries jobs, CrewAccess crews, TimeProvider time)
{
    public const int LargestBytes = 5 * 1024 * 1024;
    public const int MostPerJob = 20;

    private const string Select = """
        select f.photo_id, f.number, f.taken_at, f.received_at, coalesce(p.display_name, 'Unknown') as taken_by
        from paramedics.job_photo f left join people.name p on p.tenant = f.tenant and p.id = f.taken_by
        """;

    public static readonly Rejection TooLarge = new(
        RejectionKind.TooLarge, "photo.too_large",
        "A picture has at most 5 MB, 12,000 pixels a side and 50 million in all. Take it again with a lower resolution.");

    private static readonly Rejection NoPicture = new(
        RejectionKind.UnknownType, "photo.type_unknown", "Send a whole picture as JPEG, PNG or WebP.");
    private static readonly Rejection TooMany = new(RejectionKind.Conflict, "photo.too_many", $"A job has at most {MostPerJob} pictures.");
    private static readonly Rejection IdReused = Rejection.Invalid("command.id_reused", "This id was used for something else.");

    /// <summary>
    /// The job when the caller may see its pictures. A crew sees those of its present shift's unit, or for a while of its last one.
    /// </summary>
    public async Task<Involvement?> Find(Caller me, Guid assignment, CancellationToken ct) =>
        await Taken(me, assignment, ct) is { } found && (me.Is(Roles.Dispatcher) || await crews.MayRead(me, found, ct)) ? found : null;

    /// <summary>The job when the caller may add a picture to it.</summary>
    public async Task<Involvement?> FindToAdd(Caller me, Guid assignment, CancellationToken ct) =>
        await Taken(me, assignment, ct) is { } found && await crews.MayAdd(me, found, ct) ? found : null;

    private async Task<Involvement?> Taken(Caller me, Guid assignment, CancellationToken ct) =>
        await jobs.Involvement(me.Tenant, assignment, ct) is { WasTaken: true } found ? found : null;

    public Task<IReadOnlyList<JobPhoto>> List(TenantId tenant, Guid assignment, CancellationToken ct) =>
        database.Query($"{Select} where f.tenant = $1 and f.assignment_id = $2 order by f.number", Read, ct, tenant.Value, assignment);

    /// <summary>The picture; that it was looked at is written before anybody sees it.</summary>
    public Task<PhotoContent?> Open(Caller me, Guid assignment, Guid photo, CancellationToken ct) =>
        database.QueryFirst(
            """
            with found as (
                    select content_type, content from paramedics.job_photo where tenant = $1 and assignment_id = $2 and photo_id = $3),
                seen as (insert into paramedics.job_photo_view (tenant, photo_id, seen_by, seen_at) select $1, $3, $4, $5 from found)
            select content_type, content from found
            """,
            row => new PhotoContent(row.Text("content_type"), row.GetFieldValue<byte[]>(row.GetOrdinal("content"))),
            ct, me.Tenant.Value, assignment, photo, me.PersonId, time.GetUtcNow());

    public async Task<Reply<JobPhoto>> Add(Caller me, Involvement job, NewPhoto photo, CancellationToken ct)
    {
        if (photo.Content.Length > LargestBytes)
            return TooLarge;
        if (Picture.Read(photo.Content, out var isTooLarge) is not { } picture)
            return isTooLarge ? TooLarge : NoPicture;
        JobPhoto? kept;
        // Nothing is written when it is there already, when the limit is
        // reached, or when another picture took the number at the same moment.
        while ((kept = await Insert(me, job, photo, picture, ct) ?? await Known(me.Tenant, job.Assignment, photo.Id, ct)) is null)
        {
            if ((await List(me.Tenant, job.Assignment, ct)).Count >= MostPerJob)
                return TooMany;
            if (await IsElsewhere(me.Tenant, photo.Id, ct))
                return IdReused;
        }

        // The timeline says that there is a picture, so that every console hears of it; the command id makes a second sending harmless.
        await emergencies.Execute(
            me.As(ActorKind.Paramedic, DerivedId.From(photo.Id, "photo")), job.Emergency,
            new EmergencyCommand.AddNote($"{job.CallSign} took picture {kept.Number}."), ct);
        return kept;
    }

    private async Task<JobPhoto?> Insert(Caller me, Involvement job, NewPhoto photo, Picture picture, CancellationToken ct) =>
        await database.Query(
            $"""
            insert into paramedics.job_photo (
                tenant, photo_id, assignment_id, number, taken_by, taken_at, received_at, content_type, content)
            select $1, $2, $3, coalesce(max(number), 0) + 1, $4, $5, $6, $7, $8
            from paramedics.job_photo where tenant = $1 and assignment_id = $3
            having count(*) < {MostPerJob}
            on conflict do nothing
            returning number
            """,
            row => row.Integer("number"), ct, me.Tenant.Value, photo.Id, job.Assignment, me.PersonId, photo.TakenAt.ToUniversalTime(),
            time.GetUtcNow(), picture.ContentType,
            picture.Content)
            is [_, ..]
            ? await Known(me.Tenant, job.Assignment, photo.Id, ct)
            : null;

    private Task<JobPhoto?> Known(TenantId tenant, Guid assignment, Guid photo, CancellationToken ct) =>
        database.QueryFirst(
            $"{Select} where f.tenant = $1 and f.assignment_id = $2 and f.photo_id = $3", Read, ct, tenant.Value, assignment, photo);

    private async Task<bool> IsElsewhere(TenantId tenant, Guid photo, CancellationToken ct) =>
        await database.Query(
            "select 1 from paramedics.job_photo where tenant = $1 and photo_id = $2", _ => true, ct, tenant.Value, photo) is [_, ..];

    private static JobPhoto Read(NpgsqlDataReader row) =>
        new(row.Guid("photo_id"), row.Integer("number"), row.Text("taken_by"), row.Time("taken_at"), row.Time("received_at"));
}
