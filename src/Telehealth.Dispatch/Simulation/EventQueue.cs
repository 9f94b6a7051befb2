namespace Telehealth.Dispatch.Simulation;

/// <summary>
/// What is to happen next on a virtual clock: earliest first, and what is due together in the order in which it was added. One owner.
/// </summary>
/// <typeparam name="T">What happens.</typeparam>
internal sealed class EventQueue<T>
{
    private readonly PriorityQueue<T, (TimeSpan At, long Order)> _events = new();
    private long _added;

    /// <summary>When the next event is due; null when there is none.</summary>
    public TimeSpan? NextAt => _events.TryPeek(out _, out var due) ? due.At : null;

    public void Add(TimeSpan at, T happening) => _events.Enqueue(happening, (at, _added++));

    public T Take() => _events.Dequeue();
}
