using System.ComponentModel.DataAnnotations;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Triage;
using Telehealth.Server.Platform.Access;
using Telehealth.Server.Platform.Contracts;
using Telehealth.Server.Platform.EventStore;
using Telehealth.Server.Rescue.ResponsePlans;

namespace Telehealth.Server.Rescue.Emergencies;

/// <summary>How many calls for help without a sign-in are taken. Whether any are is <c>Service:HelpWithoutAccount</c>.</summary>
internal sealed class StrangerHelpOptions
{
    public const string Section = "StrangerHelp";

    /// <summary>From one network address (an IPv6 /64 counts as one) in <see cref="Period"/>.</summary>
    [Range(1, 1_000)]
    public int PerNetwork { get; set; } = 3;

    /// <summary>From all networks together in <see cref="Period"/>: each may bind a crew, and those who signed in must find one.</summary>
    [Range(1, 10_000)]
    public int InAll { get; set; } = 12;

    public TimeSpan Period { get; set; } = TimeSpan.FromMinutes(10);
}

/// <summary>What somebody without an account says; a place and a number only as far as they are known.</summary>
[HttpContract]
internal sealed record StrangerCall(Guid CommandId, string Complaint, string Description, PlaceView Location, string? CallbackNumber);

/// <summary>What somebody without an account is told: the number by which the dispatcher knows the call.</summary>
[HttpContract]
internal sealed record StrangerReceipt(string Number);

/// <summary>
/// Help for somebody who cannot sign in: the same command as everybody's, marked as unverified
/// for the dispatcher. Off unless the deployment turns it on. Its limits are its own, so calls
/// of those who signed in never wait for it, and whoever is refused is told the number to ring.
/// </summary>
internal static class StrangerHelp
{
    private const long LargestCall = 16 * 1024;

    public static IServiceCollection AddStrangerHelp(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<StrangerHelpOptions>().Bind(configuration.GetSection(StrangerHelpOptions.Section)).ValidateDataAnnotations()
            .Validate(options => options.Period > TimeSpan.Zero, "StrangerHelp:Period must be longer than zero.").ValidateOnStart();
        return services.AddSingleton<StrangerHelpLimits>();
    }

    public static void MapStrangerHelp(this IEndpointRouteBuilder endpoints)
    {
        var help = endpoints.MapGroup("/api/help").WithMetadata(new RequestSizeLimitAttribute(LargestCall));
        help.MapGet(
                "/",
                (AppOptions app) => app.HelpWithoutAccount ? Results.Ok(TriageProtocol.Standard.ToView()) : Problems.Of(Gate.NotFound))
            .AllowAnonymous();
        help.MapPost("/", Raise).AllowAnonymous().NeedsWholeBody();
    }

    private static async Task<IResult> Raise(
        StrangerCall request, HttpContext context, AppOptions app, StrangerHelpLimits limits, StrangerCalls calls)
    {
        if (!app.HelpWithoutAccount)
            return Problems.Of(Gate.NotFound);
        if (!limits.Takes(context))
        {
            var number = app.EmergencyNumber ?? AppOptions.GeneralEmergencyNumber;
            return Problems.Of(TooManyCalls(number), limits.RetryAfter);
        }

        return Problems.Answer(await calls.Raise(request, context.RequestAborted));
    }

    internal static Rejection TooManyCalls(string number) =>
        new(RejectionKind.TooMany, "help.too_many", $"No more calls without a sign-in are taken at this moment. Call {number} now.");
}

/// <summary>Raises what a stranger asks for, in the tenant that the request was sent to.</summary>
internal sealed class StrangerCalls(EmergencyEntity emergencies, ResponsePlanCache plans, Tenants tenants)
{
    public async Task<Reply<StrangerReceipt>> Raise(StrangerCall call, CancellationToken cancellation)
    {
        var id = new EmergencyId(DerivedId.From(call.CommandId, "emergency of a stranger"));
        var request = new HelpRequest(call.CommandId, call.Complaint, [], call.Description, call.Location, call.CallbackNumber);
        var (command, problem) = request.ToCommand(id, patient: null, await plans.Of(tenants.Default, cancellation));
        if (command is null)
            return problem ?? HelpRequests.PlaceInvalid;
        var context = CommandContext.OfStranger(tenants.Default, new CommandId(call.CommandId));
        var execution = await emergencies.Execute(context, id.Value, command with { Unverified = true }, cancellation);
        return execution.Refusal is { } refusal ? refusal : new StrangerReceipt(EmergencyColumns.NumberOf(id.Value));
    }
}

/// <summary>Counts calls without a sign-in, by network and together. Any thread may ask.</summary>
internal sealed class StrangerHelpLimits(IOptions<StrangerHelpOptions> options) : IDisposable
{
    private readonly PartitionedRateLimiter<string> _perNetwork = PartitionedRateLimiter.Create<string, string>(network =>
        RateLimitPartition.GetTokenBucketLimiter(network, _ => Bucket(options.Value.PerNetwork, options.Value.Period)));

    private readonly TokenBucketRateLimiter _inAll = new(Bucket(options.Value.InAll, options.Value.Period));

    public TimeSpan RetryAfter => options.Value.Period / options.Value.PerNetwork;

    /// <summary>The network first: one that asks without end does not use up what is there for all.</summary>
    public bool Takes(HttpContext context)
    {
        using var ofNetwork = _perNetwork.AttemptAcquire(SignInLimits.Network(SignInLimits.AddressOf(context)).ToString());
        if (!ofNetwork.IsAcquired)
            return false;
        using var ofAll = _inAll.AttemptAcquire();
        return ofAll.IsAcquired;
    }

    public void Dispose()
    {
        _perNetwork.Dispose();
        _inAll.Dispose();
    }

    private static TokenBucketRateLimiterOptions Bucket(int calls, TimeSpan period) => new()
    {
        TokenLimit = calls, TokensPerPeriod = 1, ReplenishmentPeriod = period / calls, QueueLimit = 0,
    };
}
