using System.Threading.Channels;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;
using Telehealth.Server.Platform.Cluster;

namespace Telehealth.Server.Platform.Live;

/// <summary>
/// What waits for Redis, so that nobody who tells does. One loop sends it, in order, each letter by one way: by Redis when every other
/// node hears by it, else by the bus, and by the bus as well when Redis has not answered for it; whoever then gets it by both hears it
/// once. When too much waits the oldest is dropped and counted: what matters now is newer. Any thread may tell.
/// </summary>
internal sealed class RedisLine<THub> : BackgroundService
    where THub : Hub
{
    private const int MostAtOnce = 256;

    /// <summary>After this the bus has brought what was told by it, so that Redis does not overtake it.</summary>
    private static readonly TimeSpan BusArrivesWithin = TimeSpan.FromMilliseconds(200);

    private static readonly string Hub = typeof(THub).Name;

    private readonly RedisGroups<THub> _redis;
    private readonly WideBus<THub> _bus;
    private readonly WideMetrics _metrics;
    private readonly ILogger<RedisLine<THub>> _log;
    private readonly Channel<WideLetter> _queue;
    private bool _goesByRedis;

    public RedisLine(
        RedisGroups<THub> redis, WideBus<THub> bus, IOptions<SiloOptions> options, WideMetrics metrics, ILogger<RedisLine<THub>> log)
    {
        (_redis, _bus, _metrics, _log) = (redis, bus, metrics, log);
        _queue = Channel.CreateBounded<WideLetter>(
            new BoundedChannelOptions(options.Value.RedisQueue) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true },
            _ => metrics.Dropped(Hub));
    }

    public void Tell(WideLetter letter) => _queue.Writer.TryWrite(letter);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        List<WideLetter> letters = [];
        while (await _queue.Reader.WaitToReadAsync(stoppingToken))
        {
            if (!_goesByRedis && _redis.ReachesAll)
                await Task.Delay(BusArrivesWithin, stoppingToken);
            while (letters.Count < MostAtOnce && _queue.Reader.TryRead(out var letter))
                letters.Add(letter);
            try
            {
                await Send(letters);
            }
            catch (Exception problem) when (problem is not OperationCanceledException)
            {
                _log.LetterNotTold(problem);
            }
            letters.Clear();
        }
    }

    private async Task Send(List<WideLetter> letters)
    {
        _goesByRedis = _redis.ReachesAll;
        var published = _goesByRedis ? await Publish(letters) : 0;
        // What comes after one that failed goes the same way, or it would overtake it.
        foreach (var letter in letters.Skip(published))
            await _bus.Tell(letter);
    }

    /// <summary>All at once, in order; returns how many have arrived until the first that did not.</summary>
    private async Task<int> Publish(List<WideLetter> letters)
    {
        var published = letters.ConvertAll(_redis.Publish);
        for (var number = 0; number < published.Count; number++)
        {
            if (!await published[number])
            {
                _goesByRedis = false;
                return number;
            }
            _metrics.Told(Hub, "redis");
        }
        return published.Count;
    }
}
