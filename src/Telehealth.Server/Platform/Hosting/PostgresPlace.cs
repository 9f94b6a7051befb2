using System.Security.Cryptography;
using System.Text;
using Npgsql;

// Choose refuses to go on anywhere but on Linux.
#pragma warning disable CA1416

namespace Telehealth.Server.Platform.Hosting;

/// <summary>
/// Where the embedded PostgreSQL lives and how it is reached, known before it runs.
/// It is reached by a socket file only: no port to be taken, nothing on the network.
/// </summary>
internal sealed record PostgresPlace
{
    // sockaddr_un holds 108 bytes; PostgreSQL adds "/.s.PGSQL.5432.lock" and the end.
    private const int LongestSocketFolder = 85;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode Traversable = OwnerOnly | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private PostgresPlace(string folder, string secret, string? notice)
    {
        Folder = folder;
        Secret = secret;
        Notice = notice;
        SocketFolder = ShortSocketFolder(folder);
    }

    public string Folder { get; }

    public string Cluster => Path.Combine(Folder, "cluster");

    public string LockFile => Path.Combine(Folder, "lock");

    public string SocketFolder { get; }

    /// <summary>Something that a person should know about the choice, or null.</summary>
    public string? Notice { get; }

    private string Secret { get; }

    /// <summary>For the server itself: the role owns its database and nothing else.</summary>
    public string ConnectionString => Connection("telehealth", "telehealth", pooling: true);

    /// <summary>For setting up.</summary>
    public string AdminConnectionString => Connection("postgres", "postgres", pooling: false);

    /// <summary>Chooses the folder, makes it, and finds or makes the secret in it.</summary>
    /// <exception cref="PostgresStartException">The folder cannot be used.</exception>
    public static PostgresPlace Choose(PostgresOptions options, string contentRoot)
    {
        if (!OperatingSystem.IsLinux())
            throw new PostgresStartException(
                "The embedded PostgreSQL runs on Linux only. Set Postgres:ConnectionString to a database that runs.");
        var (folder, notice) = ChooseFolder(options, contentRoot);
        try
        {
            // Root hands parts of it to another user, who must get through, whatever the mask of new files says.
            if (Environment.IsPrivilegedProcess && Path.GetDirectoryName(folder) is { } parent)
                MakeTraversable(parent);
            Directory.CreateDirectory(folder, OwnerOnly);
            File.SetUnixFileMode(folder, Environment.IsPrivilegedProcess ? Traversable : OwnerOnly);
            return new PostgresPlace(folder, FindOrMakeSecret(folder), notice);
        }
        catch (Exception cause) when (cause is UnauthorizedAccessException or IOException)
        {
            throw new PostgresStartException(
                $"The data folder {folder} cannot be made or written. Give this user rights to it, or set Postgres:DataFolder to another one.",
                cause);
        }
    }

    /// <summary>
    /// Nobody else's: where the temporary folder is shared, another user may have put a link or a folder of that name there.
    /// </summary>
    /// <exception cref="IOException">Something else stands there.</exception>
    public void MakeSocketFolder()
    {
        if (new DirectoryInfo(SocketFolder).LinkTarget is not null)
            throw new IOException("It is a link.");
        Directory.CreateDirectory(SocketFolder, OwnerOnly);
    }

    /// <summary>Whether everybody may pass through every folder on the way.</summary>
    public static bool IsReachableByOthers(string path)
    {
        for (var folder = new DirectoryInfo(path); folder is not null; folder = folder.Parent)
        {
            if (folder.Exists && (folder.UnixFileMode & UnixFileMode.OtherExecute) == 0)
                return false;
        }
        return true;
    }

    private static (string Folder, string? Notice) ChooseFolder(PostgresOptions options, string contentRoot)
    {
        if (options.DataFolder is { Length: > 0 } given)
        {
            var chosen = Path.GetFullPath(given, contentRoot);
            return !Environment.IsPrivilegedProcess || IsReachableByOthers(Path.GetDirectoryName(chosen) ?? "/")
                ? (chosen, null)
                : throw new PostgresStartException(
                    $"PostgreSQL does not run as root, and another user cannot get through to {chosen}. Set Postgres:DataFolder to a folder that others may pass to, such as /var/lib/telehealth.");
        }

        var repository = RepositoryOf(contentRoot);
        var usual = Path.Combine(repository, ".data", "postgres");
        if (!Environment.IsPrivilegedProcess || IsReachableByOthers(Path.GetDirectoryName(usual)!))
            return (usual, null);

        var elsewhere = $"/var/lib/telehealth/{Path.GetFileName(repository)}-{ShortHash(repository)}";
        return (elsewhere, $"PostgreSQL does not run as root, and another user cannot get through to {usual}; the data is in {elsewhere}.");
    }

    private static void MakeTraversable(string folder)
    {
        if (Directory.Exists(folder))
            return;
        if (Path.GetDirectoryName(folder) is { } parent)
            MakeTraversable(parent);
        Directory.CreateDirectory(folder);
        File.SetUnixFileMode(folder, Traversable);
    }

    private static string RepositoryOf(string contentRoot)
    {
        for (var folder = new DirectoryInfo(contentRoot); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Telehealth.sln")))
                return folder.FullName;
        }
        return Path.GetFullPath(contentRoot);
    }

    private static string FindOrMakeSecret(string folder)
    {
        var file = Path.Combine(folder, "secret");
        if (File.Exists(file))
            return File.ReadAllText(file).Trim();
        if (File.Exists(Path.Combine(folder, "cluster", "PG_VERSION")))
        {
            throw new PostgresStartException(
                $"The database in {folder} is there, but its password file {file} is gone. Restore it from a backup, or move the folder away to begin anew.");
        }

        var secret = Convert.ToHexString(RandomNumberGenerator.GetBytes(32));
        // Under another name first: a secret that was written half would lock everybody out.
        using (var stream = new FileStream(
                file + ".new",
                new FileStreamOptions
                {
                    Mode = FileMode.Create,
                    Access = FileAccess.Write,
                    UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
                }))
            stream.Write(Encoding.ASCII.GetBytes(secret));
        File.Move(file + ".new", file);
        return secret;
    }

    private static string ShortSocketFolder(string folder)
    {
        var usual = Path.Combine(folder, "run");
        if (Encoding.UTF8.GetByteCount(usual) <= LongestSocketFolder)
            return usual;
        return Path.Combine(Environment.IsPrivilegedProcess ? "/run" : Path.GetTempPath(), $"telehealth-{ShortHash(folder)}");
    }

    private static string ShortHash(string text) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..12];

    private string Connection(string user, string database, bool pooling) => new NpgsqlConnectionStringBuilder
    {
        Host = SocketFolder,
        Username = user,
        Password = Secret,
        Database = database,
        Pooling = pooling,
        Timeout = 5,
        ApplicationName = "telehealth",
    }.ConnectionString;

    /// <summary>For initdb, which takes the password from a file.</summary>
    public void WriteSecretTo(string file) => File.WriteAllText(file, Secret + "\n");

    /// <summary>The role's password as an SQL literal; it is hexadecimal.</summary>
    public string SecretLiteral => $"'{Secret}'";

    // The generated text of a record would show the secret in a log.
    public override string ToString() => Folder;
}
