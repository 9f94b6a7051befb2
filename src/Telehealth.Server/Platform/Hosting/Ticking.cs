namespace Telehealth.Server.Platform.Hosting;

/// <summary>Work that time alone brings about. A round that fails is logged, and the next one tries again.</summary>
internal static partial class Ticking
{
    public static async Task Every(TimeSpan period, Func<CancellationToken, Task> work, ILogger log, CancellationToken ct)
    {
        using var timer = new PeriodicTimer(period);
        while (await timer.WaitForNextTickAsync(ct))
        {
            try
            {
                await work(ct);
            }
            catch (Exception problem) when (problem is not OperationCanceledException || !ct.IsCancellationRequested)
            {
                log.RoundFailed(problem, work.Method.Name);
            }
        }
    }

    [LoggerMessage(1290, LogLevel.Warning, "{Work} failed this time; the next round tries again")]
    private static partial void RoundFailed(this ILogger log, Exception cause, string work);
}
