namespace Telehealth.Server.Platform.Access;

/// <summary>Users and roles, for administrators; and the list of patients, for those who book or raise for them.</summary>
internal static class AdminEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        var users = api.MapGroup("/admin/users").Allow(Roles.Admin);
        users.MapGet("/", Page);
        users.MapPost("/", Create);
        users.MapPut("/{id:guid}/roles", SetRoles);
        users.MapPut("/{id:guid}/password", SetPassword);
        users.MapPut("/{id:guid}/telephone", SetTelephone);
        users.MapPost(
            "/{id:guid}/disable",
            (Guid id, HttpContext context, UserAdmin admin, UserDirectory directory, CancellationToken cancellation) =>
                Answer(context, id, directory, admin.Disable(Caller.Of(context.User), id, cancellation), cancellation));
        users.MapPost(
            "/{id:guid}/enable",
            (Guid id, HttpContext context, UserAdmin admin, UserDirectory directory, CancellationToken cancellation) =>
                Answer(context, id, directory, admin.Enable(Caller.Of(context.User), id, cancellation), cancellation));
        users.MapPost(
            "/{id:guid}/unlock",
            (Guid id, HttpContext context, UserAdmin admin, UserDirectory directory, CancellationToken cancellation) =>
                Answer(context, id, directory, admin.Unlock(Caller.Of(context.User), id, cancellation), cancellation));
        api.MapGet("/patients", Patients).Allow(Roles.Clinician, Roles.Dispatcher);
    }

    private static Task<UserPage> Page(
        HttpContext context, UserDirectory directory, CancellationToken cancellation, string? search = null, int skip = 0, int take = 50) =>
        directory.Page(Caller.Of(context.User).Tenant, search, skip, take, cancellation);

    private static async Task<IResult> Create(
        NewUser request, HttpContext context, UserAdmin admin, AccountTelephones telephones, UserDirectory directory,
        CancellationToken cancellation)
    {
        var (id, rejection) = await admin.Create(Caller.Of(context.User), request, cancellation);
        if (rejection is null)
            await telephones.Keep(Caller.Of(context.User).Tenant, id, request.Telephone, cancellation);
        return await Answer(context, id, directory, Task.FromResult(rejection), cancellation);
    }

    private static Task<IResult> SetRoles(
        Guid id, UserRoles request, HttpContext context, UserAdmin admin, UserDirectory directory, CancellationToken cancellation) =>
        Answer(context, id, directory, admin.SetRoles(Caller.Of(context.User), id, request, cancellation), cancellation);

    private static Task<IResult> SetPassword(
        Guid id, NewPassword request, HttpContext context, UserAdmin admin, UserDirectory directory, CancellationToken cancellation) =>
        Answer(context, id, directory, admin.SetPassword(Caller.Of(context.User), id, request, cancellation), cancellation);

    private static async Task<IResult> SetTelephone(
        Guid id, UserTelephone request, HttpContext context, AccountTelephones telephones, UserDirectory directory,
        CancellationToken cancellation)
    {
        Rejection? unknown = await telephones.Keep(Caller.Of(context.User).Tenant, id, request.Number, cancellation) ? null : Gate.NotFound;
        return await Answer(context, id, directory, Task.FromResult(unknown), cancellation);
    }

    private static Task<IReadOnlyList<PatientEntry>> Patients(
        HttpContext context, UserDirectory directory, CancellationToken cancellation, string? search = null) =>
        directory.Patients(Caller.Of(context.User).Tenant, search, cancellation);

    private static async Task<IResult> Answer(
        HttpContext context, Guid id, UserDirectory directory, Task<Rejection?> change, CancellationToken cancellation)
    {
        if (await change is { } rejection)
            return Problems.Of(rejection);
        return await directory.Find(Caller.Of(context.User).Tenant, id, cancellation) is { } row
            ? Results.Ok(row)
            : Problems.Of(Gate.NotFound);
    }
}
