using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace Telehealth.LoadTests.Hostile;

/// <summary>
/// Gives an attack a thread of its own that stands behind those that measure: both share the machine, and what an attacker's own computing
/// costs is not the server's fault. What the attack awaits comes back to its thread.
/// </summary>
internal sealed class LowPriority : SynchronizationContext, IDisposable
{
    private const int OfThread = 0;
    private const int Behind = 10;

    private readonly BlockingCollection<(SendOrPostCallback Callback, object? State)> _work = [];

    public static Task Run(Func<CancellationToken, Task> attack, CancellationToken stop)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() =>
        {
            // On Linux a thread has a niceness of its own; without it the attack merely competes harder.
            _ = SetPriority(OfThread, 0, Behind);
            using var context = new LowPriority();
            SetSynchronizationContext(context);
            var running = attack(stop);
            running.ContinueWith(_ => context._work.CompleteAdding(), TaskScheduler.Default);
            foreach (var (callback, state) in context._work.GetConsumingEnumerable())
                callback(state);
            if (running.Exception?.InnerException is { } failure)
                done.SetException(failure);
            else
                done.SetResult();
        }) { IsBackground = true, Name = "attack" }.Start();
        return done.Task;
    }

    public override void Post(SendOrPostCallback d, object? state)
    {
        try
        {
            _work.Add((d, state));
        }
        catch (InvalidOperationException)
        {
            // The attack is over; nothing waits for this any more.
        }
    }

    public void Dispose() => _work.Dispose();

    [DllImport("libc", EntryPoint = "setpriority")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetPriority(int which, uint who, int priority);
}
