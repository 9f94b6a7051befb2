using Microsoft.AspNetCore.Mvc;
using Telehealth.Server.Platform.Access;

namespace Telehealth.Server.Rescue.Paramedics;

internal static class PhotoEndpoints
{
    /// <summary>
    /// More than a picture may have, so that the answer to one straight from a camera is ours and names the limit:
    /// beyond this the server reads no further, and the sender sees a broken connection.
    /// </summary>
    private const long LargestRequest = 6L * JobPhotos.LargestBytes;

    public static void MapPhotos(this IEndpointRouteBuilder endpoints)
    {
        var photos = endpoints.MapGroup("/api/jobs/{assignment:guid}/photos").WithMetadata(new RequestSizeLimitAttribute(LargestRequest));
        photos.MapPost("/", Add).Allow(Roles.Paramedic);
        photos.MapGet("/", List).Allow(Roles.Paramedic, Roles.Dispatcher);
        photos.MapGet("/{photo:guid}", Open).Allow(Roles.Paramedic, Roles.Dispatcher);
    }

    private static async Task<IResult> Add(
        Guid assignment, Guid commandId, DateTimeOffset takenAt, HttpContext context, JobPhotos photos, PhotoUploads uploads,
        ParamedicMetrics metrics, CancellationToken cancellation)
    {
        var me = Caller.Of(context.User);
        // Before the body is read: a stranger costs nothing.
        if (await photos.FindToAdd(me, assignment, cancellation) is not { } job)
            return Problems.Of(Gate.NotFound);
        var reply = await uploads.Take(
            me.PersonId, context.Request, content => photos.Add(me, job, new NewPhoto(commandId, takenAt, content), cancellation),
            cancellation);
        metrics.Picture(reply.Error?.Code ?? "ok");
        return Problems.Answer(reply);
    }

    private static async Task<IResult> List(Guid assignment, HttpContext context, JobPhotos photos, CancellationToken cancellation)
    {
        var me = Caller.Of(context.User);
        return await photos.Find(me, assignment, cancellation) is { } job
            ? Results.Ok(await photos.List(me.Tenant, job.Assignment, cancellation))
            : Problems.Of(Gate.NotFound);
    }

    /// <summary>Kept by no cache, and taken for nothing but a picture: both headers stand on every answer under /api.</summary>
    private static async Task<IResult> Open(
        Guid assignment, Guid photo, HttpContext context, JobPhotos photos, CancellationToken cancellation)
    {
        var me = Caller.Of(context.User);
        if (await photos.Find(me, assignment, cancellation) is not { } job
            || await photos.Open(me, job.Assignment, photo, cancellation) is not { } content)
            return Problems.Of(Gate.NotFound);
        // With a name of ours, a browser that keeps it as a file keeps it as a picture.
        context.Response.Headers.ContentDisposition = $"inline; filename=\"picture.{content.ContentType["image/".Length..]}\"";
        return Results.Bytes(content.Content, content.ContentType);
    }
}
