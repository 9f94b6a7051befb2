using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.AspNetCore.SignalR.Client;
using Npgsql;
using Telehealth.LoadTests.Measuring;
using Telehealth.Testing.Hubs;

namespace Telehealth.LoadTests.Feeds;

/// <summary>Consoles that watch the board, and when each first heard of an emergency as it was at a version or later.</summary>
internal sealed class WatchedBoard : IAsyncDisposable
{
    private readonly List<Console> _consoles = [];

    public HubClient Any(int index) => _consoles[index % _consoles.Count].Hub;

    public int Consoles => _consoles.Count;

    /// <summary>Messages that all consoles together were told.</summary>
    public int Messages => _consoles.Sum(console => console.Messages);

    /// <summary>Versions of an emergency's row that a console was told more than once, over all consoles.</summary>
    public int Twice => _consoles.Sum(console => console.Twice);

    public async Task Add(HubClient hub, CancellationToken ct)
    {
        var console = new Console(hub);
        hub.Connection.On<BoardNews>("BoardChanged", console.Hear);
        await hub.Start(ct);
        await hub.Ask<object>("WatchBoard", [], ct);
        _consoles.Add(console);
    }

    /// <summary>From the commit of each event to each console that heard of it; those that nobody was told are counted.</summary>
    public async Task<int> Lags(NpgsqlDataSource database, long afterPosition, LatencyHistogram lags, CancellationToken ct)
    {
        await using var read = database.CreateCommand(
            """
            select stream_id, version, pg_xact_commit_timestamp(xid::xid) from event_store.event
            where stream_type = 'emergency' and position > $1 order by position
            """);
        read.Parameters.Add(new NpgsqlParameter { Value = afterPosition });
        await using var rows = await read.ExecuteReaderAsync(ct);
        var unheard = 0;
        while (await rows.ReadAsync(ct))
        {
            var (id, version, at) = (rows.GetGuid(0), rows.GetInt64(1), rows.GetFieldValue<DateTimeOffset>(2));
            foreach (var console in _consoles)
            {
                if (console.HeardOf(id, version) is { } heard)
                    lags.Add(heard - at);
                else
                    unheard++;
            }
        }

        return unheard;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var console in _consoles)
            await console.Hub.DisposeAsync();
    }

    private sealed class Console(HubClient hub)
    {
        // The clock of the day, because the database's commits have no other; both are this machine's.
        private static readonly DateTimeOffset Began = DateTimeOffset.UtcNow;
        private static readonly long BeganAt = Stopwatch.GetTimestamp();

        private readonly ConcurrentDictionary<Guid, ConcurrentQueue<(long Version, DateTimeOffset At)>> _heard = [];
        private int _messages;

        public HubClient Hub { get; } = hub;

        public int Messages => Volatile.Read(ref _messages);

        public int Twice => _heard.Values.Sum(versions => versions.Count - versions.Select(heard => heard.Version).Distinct().Count());

        public void Hear(BoardNews news)
        {
            var now = Began + Stopwatch.GetElapsedTime(BeganAt);
            Interlocked.Increment(ref _messages);
            foreach (var emergency in news.Emergencies)
                _heard.GetOrAdd(emergency.Id, _ => []).Enqueue((emergency.Version, now));
        }

        public DateTimeOffset? HeardOf(Guid emergency, long version)
        {
            foreach (var (heard, at) in _heard.GetValueOrDefault(emergency) ?? [])
            {
                if (heard >= version)
                    return at;
            }

            return null;
        }
    }

    private sealed record BoardNews(IReadOnlyList<EmergencyNews> Emergencies);

    private sealed record EmergencyNews(Guid Id, long Version);
}
