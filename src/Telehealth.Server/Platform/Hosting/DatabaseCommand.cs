using System.Runtime.InteropServices;

namespace Telehealth.Server.Platform.Hosting;

/// <summary>
/// <c>Telehealth.Server database FILE</c>: runs the embedded PostgreSQL for several nodes, of which each may die without it, and writes how
/// they reach it into a file for this user's eyes alone. Ends when it is told to, and starts PostgreSQL anew when that dies.
/// </summary>
internal static class DatabaseCommand
{
    public static async Task<int> Run(string file)
    {
        // Nothing of the server but where its database is.
        var builder = Host.CreateApplicationBuilder(Program.WithoutReloading([]));
        builder.Services.AddHosting(builder.Configuration);
        using var host = builder.Build();
        return await Run(host.Services, file);
    }

    private static async Task<int> Run(IServiceProvider services, string file)
    {
        if (services.GetService<EmbeddedPostgres>() is not { } postgres)
        {
            await Console.Error.WriteLineAsync("The database in Postgres:ConnectionString is run by somebody else.");
            return 2;
        }

        using var stop = new CancellationTokenSource();
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        try
        {
            await postgres.Start(stop.Token);
            await Write(file, services.GetRequiredService<PostgresPlace>().ConnectionString, stop.Token);
            await Task.Delay(Timeout.Infinite, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return 0;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return 0;
        }
        catch (PostgresStartException unfit)
        {
            await Console.Error.WriteLineAsync(unfit.Message);
            return 1;
        }
        finally
        {
            File.Delete(file);
            await postgres.Stop();
        }

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }
    }

    /// <summary>Under another name first, so that whoever waits for it finds all of it.</summary>
    private static async Task Write(string file, string text, CancellationToken ct)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using (var writer = new StreamWriter(file + ".new", options))
            await writer.WriteAsync(text.AsMemory(), ct);
        File.Move(file + ".new", file, overwrite: true);
    }
}
