using Telehealth.Media;
using Telehealth.Media.Rooms;

namespace Telehealth.Server.Visits.MediaLoop;

/// <summary>What other threads ask of the media thread.</summary>
internal abstract class MediaCommand
{
    /// <summary>Does it. On the media thread.</summary>
    public abstract void Execute(Relay relay, TimeSpan now, IDatagramSink sink);

    /// <summary>Tells whoever waits that it went wrong.</summary>
    public virtual void Fail(Exception error)
    {
    }

    /// <summary>Tells whoever waits that the relay has ended before its turn.</summary>
    public virtual void Cancel()
    {
    }
}

/// <summary>Something to do, for which nobody waits.</summary>
internal sealed class OneWayMediaCommand(Action<Relay, TimeSpan, IDatagramSink> command) : MediaCommand
{
    public override void Execute(Relay relay, TimeSpan now, IDatagramSink sink) => command(relay, now, sink);
}

/// <summary>Something whose answer is waited for.</summary>
internal sealed class MediaQuestion<TAnswer>(Func<Relay, TimeSpan, TAnswer> question) : MediaCommand
{
    // Whoever waits goes on elsewhere, not on the media thread.
    private readonly TaskCompletionSource<TAnswer> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<TAnswer> Answer => _answer.Task;

    public override void Execute(Relay relay, TimeSpan now, IDatagramSink sink) => _answer.TrySetResult(question(relay, now));

    public override void Fail(Exception error) => _answer.TrySetException(error);

    public override void Cancel() => _answer.TrySetCanceled();
}
