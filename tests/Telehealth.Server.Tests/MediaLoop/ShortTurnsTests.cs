using Telehealth.Server.Visits.MediaLoop.Sockets;

namespace Telehealth.Server.Tests.MediaLoop;

/// <summary>What a media thread asks the system for.</summary>
public sealed class ShortTurnsTests
{
    [Fact]
    public void Any_user_may_ask_for_short_turns_and_what_the_thread_starts_has_usual_ones()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The question is Linux's.");
        var (isAsked, own, started, usual) = (false, "", "", "");

        OnAThread(() => usual = Turn());
        OnAThread(() =>
        {
            isAsked = ShortTurns.TryAsk();
            own = Turn();
            OnAThread(() => started = Turn());
        });

        Assert.True(isAsked);
        Assert.Equal(usual, started);
        // Linux before 6.12 says nothing of turns.
        if (usual.Length > 0) Assert.Equal("100000", own);
    }

    private static void OnAThread(ThreadStart work)
    {
        var thread = new Thread(work);
        thread.Start();
        thread.Join();
    }

    private static string Turn() => File
        .ReadLines("/proc/thread-self/sched")
        .Where(line => line.StartsWith("se.slice", StringComparison.Ordinal))
        .Select(line => line[(line.IndexOf(':') + 1)..].Trim())
        .FirstOrDefault("");
}
