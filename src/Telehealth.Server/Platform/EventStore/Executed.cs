namespace Telehealth.Server.Platform.EventStore;

/// <summary>The answer to a command, and the entity as it was right after what is answered.</summary>
internal sealed record Executed<TState>(Execution Answer, Known<TState> Entity)
    where TState : notnull;
