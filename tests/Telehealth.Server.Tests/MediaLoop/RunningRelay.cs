using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Telehealth.Server.Visits.MediaLoop;

namespace Telehealth.Server.Tests.MediaLoop;

/// <summary>A relay loop on free ports of this machine, as the server runs it.</summary>
internal sealed class RunningRelay : IAsyncDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();

    private RunningRelay(MediaOptions options, ILogger<RelayLoop>? logger) =>
        Loop = new(Options.Create(options), TimeProvider.System, Meters, logger ?? NullLogger<RelayLoop>.Instance);

    public RelayLoop Loop { get; }

    public IMeterFactory Meters => _services.GetRequiredService<IMeterFactory>();

    public static async Task<RunningRelay> Start(Action<MediaOptions>? change = null, ILogger<RelayLoop>? logger = null)
    {
        var options = new MediaOptions { Port = 0 };
        change?.Invoke(options);
        var relay = new RunningRelay(options, logger);
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
