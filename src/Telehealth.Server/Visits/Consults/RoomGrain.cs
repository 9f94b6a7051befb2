using System.Text.Json;
using Orleans.Concurrency;
using Orleans.Placement;
using Telehealth.Domain.Deciding;
using Telehealth.Server.Platform.Cluster;
using Telehealth.Server.Platform.Contracts;
using Telehealth.Server.Platform.EventStore;

namespace Telehealth.Server.Visits.Consults;

/// <summary>The room of a consult, addressed by <see cref="RoomKey.Grain"/>.</summary>
[Alias("telehealth.consult-room")]
internal interface IRoomGrain : IGrainWithStringKey
{
    /// <summary>Longer than the log takes to say that it does not answer.</summary>
    [Alias("ask"), ResponseTimeout("00:00:15")]
    Task<RoomAnswer> Ask(RoomOrder order);
}

/// <summary>
/// Says on which node a consult's room is: seats, timers and media are that node's own, and this only brings requests there. It lets them
/// go side by side; what must go one after another, the seats order. Whoever asks first has the room beside them, unless their node is
/// ending, and it stays there for as long as anybody sits in it.
/// </summary>
[GrainType(RoomKey.GrainType), Reentrant, PreferLocalPlacement, Immovable]
internal sealed class RoomGrain(RoomHome home, RoomsHere here, EndingNodes ending) : Grain, IRoomGrain
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMinutes(1);

    private RoomKey _room;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        // Whoever remembers that it was here asks here, and it would come up past its placement. They ask once more.
        if (ending.LeadsAway)
            throw new SiloUnavailableException("The node ends.");
        _room = RoomKey.OfGrain(this.GetPrimaryKeyString());
        here.Enter(_room, GrainContext);
        this.RegisterGrainTimer(StayWhileSomebodySits, new GrainTimerCreationOptions(LookEvery, LookEvery));
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) =>
        here.Leave(_room, GrainContext) ? home.Seats.GiveUp(_room, cancellationToken) : Task.CompletedTask;

    public async Task<RoomAnswer> Ask(RoomOrder order)
    {
        using var span = CommandTrace.Arrive(order.Trace);
        if (order.Request() is not { } request)
            return new RoomAnswer(Rooms.Away, []);
        // Whoever stops waiting takes nothing back.
        return await request.AnswerAt(home, CancellationToken.None);
    }

    /// <summary>Whoever is connected to this node asks past the grain, which would be taken for idle.</summary>
    private Task StayWhileSomebodySits(CancellationToken ct)
    {
        if (home.Seats.AnybodySits(_room))
            DelayDeactivation(LookEvery * 2);
        return Task.CompletedTask;
    }
}

/// <summary>A request on its way to a room on another node.</summary>
/// <param name="Json">A <see cref="RoomRequest"/>.</param>
/// <param name="Trace">The span that asks, as <c>traceparent</c>; null when nobody traces.</param>
[GenerateSerializer, Immutable, Alias("telehealth.consult-room-order")]
internal sealed record RoomOrder([property: Id(0)] byte[] Json, [property: Id(1)] string? Trace)
{
    public static RoomOrder Of(RoomRequest request) =>
        new(JsonSerializer.SerializeToUtf8Bytes(request, EventJson.Options), System.Diagnostics.Activity.Current?.Id);

    /// <summary>Null for one that this build does not know: a newer one asks, and may soon ask a node of its own kind.</summary>
    public RoomRequest? Request()
    {
        try
        {
            return JsonSerializer.Deserialize<RoomRequest>(Json, EventJson.Options);
        }
        catch (Exception unknown) when (unknown is JsonException or NotSupportedException)
        {
            return null;
        }
    }
}

/// <summary>A reply on its way back.</summary>
/// <param name="Refusal">Why not; null when there is a value.</param>
/// <param name="Json">The value.</param>
[GenerateSerializer, Immutable, Alias("telehealth.consult-room-answer")]
internal sealed record RoomAnswer([property: Id(0)] Rejection? Refusal, [property: Id(1)] byte[] Json)
{
    public static RoomAnswer Of<T>(Reply<T> reply) => reply.Error is { } error
        ? new RoomAnswer(error.Rejection, [])
        : new RoomAnswer(null, JsonSerializer.SerializeToUtf8Bytes(reply.Value, EventJson.Options));

    public Reply<T> ToReply<T>() => Refusal is { } refusal
        ? refusal
        : new Reply<T>(JsonSerializer.Deserialize<T>(Json, EventJson.Options), null);
}
