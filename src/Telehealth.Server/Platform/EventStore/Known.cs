namespace Telehealth.Server.Platform.EventStore;

/// <summary>An entity as somebody remembers it, with the number of its newest event; 0 for one that nothing has happened to.</summary>
internal sealed record Known<TState>(TState State, long Version)
    where TState : notnull;
