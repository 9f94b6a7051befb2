namespace Telehealth.Server.Platform.EventStore;

/// <summary>
/// The log could not be reached for longer than <see cref="EventStoreOptions.Patience"/>. Whether the command was stored is unknown:
/// sending it again with the same id finds out and cannot do it twice.
/// </summary>
internal sealed class LogUnavailableException(Exception? cause = null)
    : Exception("The event log could not be reached. Send the command again with the same id.", cause);
