using System.Diagnostics;
using Microsoft.Extensions.Options;
using Telehealth.Server.Platform.Cluster;

namespace Telehealth.Server.Platform.Live;

/// <summary>
/// Leads the connections of a node that ends to the others: a share of them every moment, so that nobody is stormed. Each is told, ends
/// what it has begun and connects again; whoever does not go by itself is closed with the reason. Whoever was let in late is told too.
/// </summary>
internal sealed class ConnectionMoves(
    HubConnections connections, IOptions<DrainOptions> options, LiveMetrics metrics, ILogger<ConnectionMoves> log) : IDrained
{
    private static readonly Rejection Moved = new(
        RejectionKind.Unavailable, "hub.moved", "This server ends. Connect again: another one goes on.");

    /// <summary>For what is done at the end of a connection, such as letting go of a seat.</summary>
    public static readonly TimeSpan EndsWithin = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan WaveEvery = TimeSpan.FromMilliseconds(250);

    private readonly Dictionary<Outbox, long> _told = [];
    private readonly HashSet<Outbox> _closed = [];

    public async Task Drain(CancellationToken hurry)
    {
        var began = Stopwatch.GetTimestamp();
        var hint = new Letter("Move", [new MoveHint(options.Value.MoveTo, (int)options.Value.LeaveWithin.TotalMilliseconds)]);
        var longest = options.Value.MoveOver + options.Value.LeaveWithin + EndsWithin;
        while (connections.Inside > 0 && Stopwatch.GetElapsedTime(began) < longest && !hurry.IsCancellationRequested)
        {
            Tell(hint, Stopwatch.GetElapsedTime(began));
            CloseWhoeverStays();
            await Task.Delay(WaveEvery, hurry).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (connections.Inside is > 0 and var left)
            log.NotMoved(left);
    }

    private void Tell(Letter hint, TimeSpan elapsed)
    {
        var waiting = connections.Outboxes.Where(one => !_told.ContainsKey(one.Key)).ToList();
        var share = elapsed < options.Value.MoveOver ? elapsed / options.Value.MoveOver : 1;
        var due = (int)Math.Ceiling((_told.Count + waiting.Count) * share) - _told.Count;
        foreach (var (outbox, hub) in waiting.Take(due))
        {
            _told[outbox] = Stopwatch.GetTimestamp();
            outbox.LeadAway(hint);
            metrics.Moved(hub, "told");
        }
    }

    private void CloseWhoeverStays()
    {
        foreach (var (outbox, hub) in connections.Outboxes)
        {
            if (!_told.TryGetValue(outbox, out var at) || Stopwatch.GetElapsedTime(at) < options.Value.LeaveWithin || !_closed.Add(outbox))
                continue;
            metrics.Moved(hub, "closed");
            // By itself, within the time of an outbox: nobody waits for a page that does not read.
            _ = outbox.Refuse(Moved, mayReturn: true);
        }
    }
}
