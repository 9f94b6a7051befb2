using Microsoft.Extensions.Options;

namespace Telehealth.Server.Platform.Cluster;

/// <summary>
/// What this server does when the others have put it out of the cluster, or its silo cannot go on: the log refuses whatever it would do
/// against them, so it need not fall dead with people's calls in it. It says that it is not ready, lets what runs here run for a while,
/// and stops with a code that has it started anew.
/// </summary>
internal sealed class Eviction(
    IHostApplicationLifetime lifetime, IOptions<SiloOptions> options, ILogger<Eviction> log) : IFatalErrorHandler, IDisposable
{
    /// <summary>What the process ends with: whoever watches over it starts it anew.</summary>
    public const int EvictedCode = 3;

    private readonly CancellationTokenSource _evicted = new();
    private int _happened;

    /// <summary>Cancelled when it happens.</summary>
    public CancellationToken Happens => _evicted.Token;

    public bool HasHappened => Volatile.Read(ref _happened) == 1;

    public int ExitCode => HasHappened ? EvictedCode : 0;

    public void Dispose() => _evicted.Dispose();

    public bool IsUnexpected(Exception exception) => true;

    /// <summary>Called by the silo, from any of its threads, and more than once.</summary>
    public void OnFatalException(object? sender, string? context, Exception? exception)
    {
        if (Interlocked.Exchange(ref _happened, 1) == 1 || lifetime.ApplicationStopping.IsCancellationRequested)
            return;
        log.Evicted(exception, context ?? string.Empty, options.Value.DrainFor.TotalSeconds);
        _ = Task.Run(_evicted.Cancel);
        _ = Task.Run(Leave);
    }

    private async Task Leave()
    {
        await Task.Delay(options.Value.DrainFor, lifetime.ApplicationStopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lifetime.StopApplication();
    }
}
