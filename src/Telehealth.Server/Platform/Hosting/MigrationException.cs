namespace Telehealth.Server.Platform.Hosting;

/// <summary>The schema and the server do not fit; the message says what to do.</summary>
internal sealed class MigrationException(string message, Exception? cause = null) : Exception(message, cause);
