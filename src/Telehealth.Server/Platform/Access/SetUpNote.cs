using System.Text;
using Microsoft.Extensions.Options;
using Telehealth.Server.Platform.Hosting;

namespace Telehealth.Server.Platform.Access;

/// <summary>
/// Tells the set-up password to whoever starts the server and to nobody else: on the terminal, or where there is none in a file that only
/// the server's own user can read. Logs are kept, sent around and read by others, so it never stands there.
/// </summary>
internal sealed class SetUpNote(IOptions<AccessOptions> options, IServiceProvider services, ILogger<SetUpNote> log)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>As set; else beside the embedded database, or in the home of the server's user.</summary>
    public string Path =>
        options.Value.FirstAdmin.PasswordFile is { Length: > 0 } given
            ? System.IO.Path.GetFullPath(given)
            : System.IO.Path.Combine(
                services.GetService<PostgresPlace>()?.Folder ?? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile),
                "first-admin-password");

    public async Task Tell(string email, string password)
    {
        if (!Console.IsOutputRedirected && options.Value.FirstAdmin.PasswordFile is not { Length: > 0 })
        {
            await Console.Out.WriteLineAsync(
                $"Nobody administers this server yet. Sign in as {email} with {password} and choose a password of your own; "
                + "this one is made anew at each start until then.");
            return;
        }

        Write(
            $"Sign in as {email} with {password}\nand choose a password of your own; this file goes then, and until then the password is made anew at each start.\n");
        log.SetUpPasswordWritten(Path);
    }

    /// <summary>The password is worth nothing any more. A file that is not there is fine.</summary>
    public void Remove()
    {
        try
        {
            File.Delete(Path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            log.SetUpPasswordKept(exception, Path);
        }
    }

    private void Write(string text)
    {
        try
        {
            // Made anew, never written into: what lies there may be somebody else's, or be open to others.
            File.Delete(Path);
            var how = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
                how.UnixCreateMode = OwnerOnly;
            using var stream = new FileStream(Path, how);
            stream.Write(Encoding.UTF8.GetBytes(text));
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new InvalidOperationException(
                $"The first administrator's password cannot be written to {Path}. Name a file that can be in Access:FirstAdmin:PasswordFile, or give Access:FirstAdmin:Email and Password.",
                cause);
        }
    }
}
