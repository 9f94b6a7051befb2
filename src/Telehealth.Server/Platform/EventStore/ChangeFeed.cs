namespace Telehealth.Server.Platform.EventStore;

/// <summary>
/// Tells live screens about changed entities: the log marks them, a loop reads their newest rows and sends these.
/// A failed read is tried again, so no change is lost while the process lives; after that a client's snapshot is fresh.
/// </summary>
internal abstract class ChangeFeed<TKey>(ILogger logger) : BackgroundService, ILiveFeed
    where TKey : notnull
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(500);
    private readonly ChangedEntities<TKey> _changed = new();

    /// <summary>
    /// How much time lies between the beginnings of two rounds at least: what changes again within it is told once, and many changes are
    /// read together. Whoever changes after a rest is told at once.
    /// </summary>
    protected virtual TimeSpan AtMostEvery => TimeSpan.Zero;

    public abstract void Publish(StoredEvent stored);

    protected void Mark(TKey key) => _changed.Mark(key);

    protected abstract Task Tell(IReadOnlyCollection<TKey> changed, CancellationToken ct);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var changed = await _changed.Take(stoppingToken);
            try
            {
                var pause = Task.Delay(AtMostEvery, stoppingToken);
                await Tell(changed, stoppingToken);
                await pause;
            }
            catch (Exception problem) when (problem is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                logger.ChangesNotTold(problem, GetType().Name);
                foreach (var key in changed)
                    Mark(key);
                await Task.Delay(RetryAfter, stoppingToken);
            }
        }
    }
}

internal static partial class ChangeFeedLog
{
    [LoggerMessage(1050, LogLevel.Warning, "The feed {Feed} could not tell its changes and tries again")]
    public static partial void ChangesNotTold(this ILogger log, Exception cause, string feed);
}
