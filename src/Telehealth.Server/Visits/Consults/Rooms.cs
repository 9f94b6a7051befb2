using System.Diagnostics;
using Microsoft.Extensions.Options;
using Telehealth.Domain.Deciding;
using Telehealth.Server.Platform.Cluster;
using Telehealth.Server.Platform.Contracts;

namespace Telehealth.Server.Visits.Consults;

/// <summary>
/// Brings what people ask to their consult's room, on whichever node that is; where it is this one, without a detour. Nobody waits longer
/// than is set for a node that may be dead: they hear that it may pass, and ask again. Any thread may call.
/// </summary>
internal sealed class Rooms(
    IGrainFactory grains, RoomsHere here, RoomHome home, Eviction eviction, IOptions<ConsultOptions> options)
{
    /// <summary>A page asks again by itself.</summary>
    public static readonly Rejection Away = new(
        RejectionKind.Unavailable, "consult.room_away", "The consult is being brought back. Please wait a moment; it goes on by itself.");

    private static readonly TimeSpan LogAnswersWithin = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromMilliseconds(100);

    public async Task<Reply<T>> Ask<T>(RoomRequest.Typed<T> request, CancellationToken ct)
    {
        if (here.Has(request.Room))
            return await request.At(home, ct);
        var patience = request.Writes ? options.Value.RoomAnswersWithin + LogAnswersWithin : options.Value.RoomAnswersWithin;
        var (order, began) = (RoomOrder.Of(request), Stopwatch.GetTimestamp());
        // The others have put this node out: none of them hears it.
        while (!eviction.HasHappened && patience - Stopwatch.GetElapsedTime(began) is var left && left > TimeSpan.Zero)
        {
            var asked = grains.GetGrain<IRoomGrain>(request.Room.Grain).Ask(order);
            try
            {
                return (await asked.WaitAsync(left, ct)).ToReply<T>();
            }
            catch (TimeoutException)
            {
                _ = asked.ContinueWith(late => late.Exception, TaskScheduler.Default);
            }
            catch (OrleansException)
            {
                // Its node is gone, or it is being placed anew.
                await Task.Delay(AskAgainAfter, ct);
            }
        }

        return Away;
    }
}
