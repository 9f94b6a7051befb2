using Microsoft.AspNetCore.Mvc;
using Telehealth.Server.Platform.Access;
using Telehealth.Server.Platform.Contracts;
using Telehealth.Server.Platform.Hosting;

namespace Telehealth.Server.Visits.ConnectionTests;

internal static class ConnectionTestSetup
{
    private const long LargestOffer = 64 * 1024;

    /// <summary>
    /// Anybody may see how a call would do before there is one. After the relay and the consults, whose TURN servers it names.
    /// </summary>
    public static IServiceCollection AddConnectionTests(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<ConnectionTestOptions>().Bind(configuration.GetSection(ConnectionTestOptions.Section))
            .Validate(
                options => options is { AtOnce: > 0, AtOncePerNetwork: > 0, PerMinute: > 0 } && options.EndsAfter > TimeSpan.Zero,
                "Everything under ConnectionTests must be above zero.")
            .ValidateOnStart();
        services.AddSingleton<ConnectionTestCommands>().AddSingleton<ConnectionTestLimits>().AddSingleton<ConnectionTestMetrics>();
        services.AddHostedService<ConnectionTestSweep>();
        return services;
    }

    public static void MapConnectionTests(this IEndpointRouteBuilder endpoints)
    {
        var tests = endpoints.MapGroup("/api/connection-test").WithMetadata(new RequestSizeLimitAttribute(LargestOffer));
        // To begin one takes a place, which no page may do by showing a picture: not by GET.
        tests.MapPost("/", Begin).AllowAnonymous();
        tests.MapGet("/", RefuseToBegin).AllowAnonymous();
        tests.MapPost("/{test}/{side}", Negotiate).AllowAnonymous();
    }

    private static IResult Begin(
        HttpContext context, ConnectionTestLimits limits, ConnectionTestCommands commands, ConnectionTestMetrics metrics)
    {
        context.Response.Headers.CacheControl = "no-store";
        var reply = limits.Takes(context.Connection.RemoteIpAddress)
            ? commands.Begin(context.Connection.RemoteIpAddress)
            : ConnectionTestCommands.TooMany;
        metrics.Begun(reply.Error?.Code ?? "ok");
        return ResultOf(reply);
    }

    private static IResult RefuseToBegin(HttpContext context)
    {
        context.Response.Headers.Allow = HttpMethods.Post;
        return Results.Problem(
            "A connection test begins with POST. Reload the page if it has been open for long.",
            statusCode: StatusCodes.Status405MethodNotAllowed);
    }

    private static async Task<IResult> Negotiate(
        string test, string side, ConnectionTestOffer offer, ConnectionTestCommands commands, CancellationToken cancellation) =>
        ResultOf(await commands.Negotiate(test, side, offer, cancellation));

    private static IResult ResultOf<T>(Reply<T> reply) =>
        Problems.Answer(reply);
}

/// <summary>Closes tests whose time is up.</summary>
internal sealed class ConnectionTestSweep(ConnectionTestCommands commands, ILogger<ConnectionTestSweep> log) : BackgroundService
{
    private static readonly TimeSpan SweepEvery = TimeSpan.FromSeconds(1);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Ticking.Every(SweepEvery, commands.CloseEnded, log, stoppingToken);
}
