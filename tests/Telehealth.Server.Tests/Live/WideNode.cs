using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text.Json;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Telehealth.Server.Platform.Cluster;
using Telehealth.Server.Platform.Hosting;
using Telehealth.Server.Platform.Live;
using Telehealth.Server.Tests.EventStore;

namespace Telehealth.Server.Tests.Live;

internal sealed class WideHub : Hub;

/// <summary>A node as far as it tells groups that span nodes, in the cluster of its database.</summary>
internal sealed class WideNode : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<string, long> _counted = new(StringComparer.Ordinal);

    private WideNode(IHost host)
    {
        _host = host;
        var figures = host.Services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Scope == figures)
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            var way = tags.ToArray().FirstOrDefault(tag => tag.Key == "way").Value as string;
            _counted.AddOrUpdate($"{instrument.Name}{(way is null ? string.Empty : $" {way}")}", value, (_, sum) => sum + value);
        });
        _listener.Start();
    }

    public bool ReachesAllByRedis => Get<RedisGroups<WideHub>>().ReachesAll;

    private HubLifetimeManager<WideHub> Lifetime => Get<HubLifetimeManager<WideHub>>();

    /// <summary>As many, each of which knows the others; and hears them by Redis, where one is named.</summary>
    public static async Task<IReadOnlyList<WideNode>> StartTogether(
        string connectionString, int count, string? redis, params (string Name, string Value)[] settings)
    {
        List<WideNode> nodes = [];
        for (var number = 0; number < count; number++)
            nodes.Add(await Start(connectionString, redis, settings));
        await KnowEachOther(nodes);
        if (redis is not null)
            await Eventually.True(() => nodes.All(node => node.ReachesAllByRedis), "every node hears the others by Redis");
        return nodes;
    }

    public static Task KnowEachOther(IReadOnlyList<WideNode> nodes) =>
        Eventually.True(() => nodes.All(node => node.Get<SiloBus>().Peers == nodes.Count - 1), "every node knows the others");

    public static async Task<WideNode> Start(string connectionString, string? redis, params (string Name, string Value)[] settings)
    {
        var builder = new HostApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration["Cluster:Redis"] = redis;
        foreach (var (name, value) in settings)
            builder.Configuration[name] = value;
        builder.Services.AddDatabase(_ => connectionString);
        builder.Services.AddSilo(builder.Configuration);
        builder.Services.AddWire();
        builder.Services.AddLive(builder.Configuration);
        builder.Services.AddWideGroups<WideHub>(builder.Configuration);
        var node = new WideNode(builder.Build());
        await node._host.StartAsync();
        return node;
    }

    public T Get<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    /// <summary>How much the instrument has counted on this node, with its way behind a space where it has one.</summary>
    public long Counted(string instrument) => _counted.GetValueOrDefault(instrument);

    /// <summary>A page that is in these groups.</summary>
    public async Task<WidePage> Connect(params string[] groups)
    {
        var page = new WidePage($"{Guid.NewGuid():N}");
        await Lifetime.OnConnectedAsync(page);
        foreach (var group in groups)
            await Join(page, group);
        return page;
    }

    public Task Join(WidePage page, string group) => Lifetime.AddToGroupAsync(page.ConnectionId, WideGroup.Named(group));

    public Task Leave(WidePage page, string group) => Lifetime.RemoveFromGroupAsync(page.ConnectionId, WideGroup.Named(group));

    /// <summary>Tells the groups on all nodes. Whoever tells does not wait.</summary>
    public void Tell(string said, params string[] groups) =>
        Done(Lifetime.SendGroupsAsync([.. groups.Select(WideGroup.Named)], "Said", [said]));

    public void TellExcept(WidePage page, string said, string group) =>
        Done(Lifetime.SendGroupExceptAsync(WideGroup.Named(group), "Said", [said], [page.ConnectionId]));

    /// <summary>Tells the members of a group that are connected to this node.</summary>
    public void TellHere(string said, string group) => Done(Lifetime.SendGroupAsync(group, "Said", [said]));

    public async Task<HealthStatus> Readiness() =>
        (await Get<HealthCheckService>().CheckHealthAsync(check => check.Tags.Contains("ready"))).Status;

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        await ((IAsyncDisposable)_host).DisposeAsync();
        _listener.Dispose();
    }

    private static void Done(Task told)
    {
        Assert.True(told.IsCompleted, "Whoever tells waits.");
        Assert.Null(told.Exception);
    }
}

/// <summary>A page that remembers what it was told, in order.</summary>
internal sealed class WidePage(string id)
    : HubConnectionContext(new DefaultConnectionContext(id), new HubConnectionContextOptions(), NullLoggerFactory.Instance)
{
    private static readonly JsonHubProtocol Json = new();

    private readonly ConcurrentQueue<string> _heard = new();

    public IReadOnlyList<string> Heard => [.. _heard];

    public override ValueTask WriteAsync(SerializedHubMessage message, CancellationToken cancellationToken = default)
    {
        using var written = JsonDocument.Parse(message.GetSerializedMessage(Json).TrimEnd((byte)0x1e));
        _heard.Enqueue(written.RootElement.GetProperty("arguments")[0].GetString()!);
        return ValueTask.CompletedTask;
    }

    public Task Hears(string said) => Eventually.True(() => _heard.Contains(said), $"a page hears {said}");
}
