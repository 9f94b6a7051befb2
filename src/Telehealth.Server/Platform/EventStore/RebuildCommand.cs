using Telehealth.Server.Platform.Hosting;

namespace Telehealth.Server.Platform.EventStore;

/// <summary><c>Telehealth.Server rebuild</c>: writes every read model anew from the log, and stops. Nothing else runs meanwhile.</summary>
internal static class RebuildCommand
{
    public static async Task Run(IServiceProvider services)
    {
        var database = services.GetServices<IHostedService>().OfType<DatabaseStartup>().Single();
        try
        {
            await database.StartAsync(CancellationToken.None);
            var events = await services.GetRequiredService<ReadModelRebuild>().RebuildReadModels(CancellationToken.None);
            Console.WriteLine($"{events} events replayed.");
        }
        finally
        {
            await database.StopAsync(CancellationToken.None);
        }
    }
}
