using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;
using Telehealth.Server.Platform.Cluster;
using Telehealth.Server.Platform.Hosting;
using Telehealth.Server.Tests.EventStore;

namespace Telehealth.Server.Tests.Cluster;

/// <summary>One node as far as the cluster goes; several in one process are as many silos, each with a port of its own.</summary>
internal sealed class SiloNode : IAsyncDisposable
{
    private readonly IHost _host;

    private SiloNode(IHost host) => _host = host;

    public SiloBus Bus => Get<SiloBus>();

    public SiloAddress Address => Get<ILocalSiloDetails>().SiloAddress;

    public static Task<SiloNode> Start(string connectionString, params (string Name, string Value)[] settings) =>
        Start(connectionString, settings, CancellationToken.None);

    public static async Task<SiloNode> Start(string connectionString, (string Name, string Value)[] settings, CancellationToken ct)
    {
        var builder = new HostApplicationBuilder();
        builder.Logging.ClearProviders();
        foreach (var (name, value) in settings)
            builder.Configuration[name] = value;
        builder.Services.AddDatabase(_ => connectionString);
        builder.Services.AddSilo(builder.Configuration);
        var host = builder.Build();
        try
        {
            await host.StartAsync(ct);
            return new SiloNode(host);
        }
        catch
        {
            // Or Orleans would go on asking for news of a cluster that it is not in, without a pause, until the process ends.
            await host.StopAsync(CancellationToken.None);
            await ((IAsyncDisposable)host).DisposeAsync();
            throw;
        }
    }

    /// <summary>As many, and each of them knows all others.</summary>
    public static async Task<IReadOnlyList<SiloNode>> StartTogether(string connectionString, int count)
    {
        List<SiloNode> nodes = [];
        for (var number = 0; number < count; number++)
            nodes.Add(await Start(connectionString));
        await Eventually.True(() => nodes.All(node => node.Bus.Peers == count - 1), "every node knows the others");
        return nodes;
    }

    public T Get<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    /// <summary>The lines of the health report for what is not well; empty for a node that is ready.</summary>
    public async Task<IReadOnlyList<string>> Troubles()
    {
        var report = await Get<HealthCheckService>().CheckHealthAsync(check => check.Tags.Contains("ready"));
        var unwell = report.Entries.Values.Where(entry => entry.Status != HealthStatus.Healthy);
        return [.. unwell.Select(entry => entry.Description ?? string.Empty)];
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        await ((IAsyncDisposable)_host).DisposeAsync();
    }
}
