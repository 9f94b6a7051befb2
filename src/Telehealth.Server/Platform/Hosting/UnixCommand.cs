using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Telehealth.Server.Platform.Hosting;

/// <summary>Short-lived commands and signals.</summary>
internal static class UnixCommand
{
    public const int Interrupt = 2;
    public const int Quit = 3;
    public const int Kill = 9;

    /// <summary>Runs to the end and returns the exit code with everything that was printed.</summary>
    public static async Task<(int Code, string Output)> Run(IReadOnlyList<string> line, CancellationToken ct)
    {
        using var process = Process.Start(new ProcessStartInfo(line[0], line.Skip(1))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
            // Messages of initdb are read by people who may search for them.
            Environment = { ["LC_ALL"] = "C" },
        }) ?? throw new InvalidOperationException($"{line[0]} did not start.");
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(ct);
        var error = process.StandardError.ReadToEndAsync(ct);
        await process.WaitForExitAsync(ct);
        return (process.ExitCode, (await output + await error).Trim());
    }

    /// <summary>As <see cref="Run"/>, and anything but success is a reason not to start.</summary>
    public static async Task<string> Must(IReadOnlyList<string> line, CancellationToken ct)
    {
        var (code, output) = await Run(line, ct);
        return code == 0 ? output : throw new PostgresStartException($"{Path.GetFileName(line[0])} failed ({code}): {output}");
    }

    /// <summary>Sends a signal; a process that has ended meanwhile is fine.</summary>
    public static void Signal(int pid, int signal) => _ = NativeKill(pid, signal);

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int NativeKill(int pid, int signal);
}

/// <summary>The user that PostgreSQL runs as: this one, or under root an unprivileged one.</summary>
internal sealed record PostgresUser(string? Uid, string? Gid)
{
    private const string OwnUser = "telehealth-db";

    /// <summary>Whoever owns the existing data; else a user of our own, which is made; else one that every system has.</summary>
    public static async Task<PostgresUser> Choose(string cluster, CancellationToken ct)
    {
        if (!Environment.IsPrivilegedProcess)
            return new PostgresUser(null, null);

        if (Directory.Exists(cluster)
            && (await UnixCommand.Must(["stat", "-c", "%u:%g", cluster], ct)).Split(':') is [var uid and not "0", var gid])
            return new PostgresUser(uid, gid);

        if (Find(OwnUser) is null && File.Exists("/usr/sbin/useradd"))
        {
            // When it fails (a read-only /etc), one of the others will do.
            await UnixCommand.Run(
                [
                    "/usr/sbin/useradd", "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent", "--shell",
                    "/usr/sbin/nologin",
                    OwnUser,
                ],
                ct);
        }
        return Find(OwnUser)
            ?? Find("postgres")
            ?? Find("nobody")
            ?? throw new PostgresStartException(
                "PostgreSQL does not run as root, and no other user could be found or made. Start the server as another user.");
    }

    /// <summary>The command line, run as this user.</summary>
    public IReadOnlyList<string> Running(params IReadOnlyList<string> line) =>
        Uid is null ? line : ["setpriv", $"--reuid={Uid}", $"--regid={Gid}", "--clear-groups", "--no-new-privs", .. line];

    /// <summary>Hands a file or folder, with all in it, to this user.</summary>
    public async Task Own(string path, CancellationToken ct)
    {
        if (Uid is not null)
            await UnixCommand.Must(["chown", "-R", $"{Uid}:{Gid}", path], ct);
    }

    private static PostgresUser? Find(string name) =>
        File.ReadLines("/etc/passwd").Select(line => line.Split(':')).FirstOrDefault(fields => fields.Length > 3 && fields[0] == name)
            is { } found
            ? new PostgresUser(found[2], found[3])
            : null;
}
