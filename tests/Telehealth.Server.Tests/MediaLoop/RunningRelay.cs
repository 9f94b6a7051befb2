using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Telehealth.Server.Visits.MediaLoop;

namespace Telehealth.Server.Tests.MediaLoop;

/// <summary>The relay on free ports of this machine, as the server runs it, with two media threads where nothing else is said.</summary>
internal sealed class RunningRelay : IAsyncDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();

    private RunningRelay(MediaOptions options, ILogger<RelayLoops>? logger, TimeProvider? clock) =>
        Loop = new(Options.Create(options), clock ?? TimeProvider.System, Meters, logger ?? NullLogger<RelayLoops>.Instance);

    public RelayLoops Loop { get; }

    public IMeterFactory Meters => _services.GetRequiredService<IMeterFactory>();

    public static async Task<RunningRelay> Start(
        Action<MediaOptions>? change = null, ILogger<RelayLoops>? logger = null, TimeProvider? clock = null)
    {
        var options = new MediaOptions { Port = 0, Threads = 2 };
        change?.Invoke(options);
        var relay = new RunningRelay(options, logger, clock);
        try
        {
            await relay.Loop.StartAsync(CancellationToken.None);
        }
        catch
        {
            await relay.DisposeAsync();
            throw;
        }
        return relay;
    }

    public async ValueTask DisposeAsync()
    {
        await Loop.StopAsync(CancellationToken.None);
        Loop.Dispose();
        await _services.DisposeAsync();
    }
}
