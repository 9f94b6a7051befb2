using System.Diagnostics;
using Microsoft.Extensions.Options;
using Telehealth.Domain.Visits.Consults;
using Telehealth.Server.Platform.Cluster;

namespace Telehealth.Server.Visits.Consults;

/// <summary>
/// The rooms of a node that ends. Its pages are led away, but their media go on here while anybody is in the room: moving them costs
/// everybody a moment's silence. What is still here when the limit has passed is handed over: its people enter again, and have the room
/// where the first of them does.
/// </summary>
internal sealed class RoomsStay(
    RoomsHere here, RoomEpochs epochs, ConsultSeats seats, ConsultAudience audience, IOptions<ConsultOptions> options) : IDrained
{
    /// <summary>Until the others have opened what was handed over, the media go on here.</summary>
    public static readonly TimeSpan TakenWithin = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);

    public async Task Drain(CancellationToken hurry)
    {
        await Wait(options.Value.RoomsStayFor, () => here.All.Any(IsUsed), hurry);
        foreach (var room in here.All)
        {
            if (hurry.IsCancellationRequested)
                return;
            here.GiveUp(room);
            await audience.RoomMoved(room);
        }

        await Wait(TakenWithin, () => epochs.All.Any(IsUsed), hurry);
    }

    private bool IsUsed(RoomKey room) =>
        seats.Of(room.Tenant, room.Consult).Any(one => one.Presence == PresenceState.Here);

    private static async Task Wait(TimeSpan limit, Func<bool> condition, CancellationToken hurry)
    {
        var began = Stopwatch.GetTimestamp();
        while (condition() && Stopwatch.GetElapsedTime(began) < limit && !hurry.IsCancellationRequested)
            await Task.Delay(LookEvery, hurry).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
