using System.Text.Json;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.StackExchangeRedis;
using Microsoft.Extensions.Options;
using StackExchange.Redis;
using Telehealth.Server.Platform.Cluster;
using ClusterOptions = Orleans.Configuration.ClusterOptions;

namespace Telehealth.Server.Platform.Live;

/// <summary>
/// How Redis is spoken to: by SignalR's own backplane, with answers within a stated time, under the name of the cluster, so that several
/// may have one Redis. Whether by TLS and with which password, the address says. Nothing is stored there.
/// </summary>
internal sealed class RedisBackplane(
    IOptions<SiloOptions> options, IOptions<ClusterOptions> cluster, IHubProtocolResolver protocols, ILoggerFactory logs)
{
    private const string Protocol = "json";

    /// <summary>How long an answer is waited for.</summary>
    public TimeSpan Within => options.Value.RedisWithin;

    public static bool IsAddress(string text)
    {
        try
        {
            return ConfigurationOptions.Parse(text).EndPoints.Count > 0;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    /// <summary>Connects; when it returns, messages can be published.</summary>
    /// <exception cref="RedisException">It is not reached, or refuses.</exception>
    /// <exception cref="TimeoutException">It does not answer.</exception>
    public async Task<RedisLink<THub>> Open<THub>(string node, Action<string, JsonElement> hear)
        where THub : Hub
    {
        var settings = Settings();
        var connection = await ConnectionMultiplexer.ConnectAsync(settings);
        var groups = new RedisHubLifetimeManager<THub>(
            logs.CreateLogger<RedisHubLifetimeManager<THub>>(),
            Options.Create(new RedisOptions
            {
                Configuration = settings,
                ConnectionFactory = _ => Task.FromResult<IConnectionMultiplexer>(connection),
            }),
            protocols);
        var member = new RedisMember(node, protocols.AllProtocols.Single(protocol => protocol.Name == Protocol), hear);
        var link = new RedisLink<THub>(connection, groups, member, Within);
        try
        {
            await groups.OnConnectedAsync(member).WaitAsync(Within);
            return link;
        }
        catch
        {
            link.Close();
            throw;
        }
    }

    /// <summary>A link that breaks is laid anew as a whole, with its groups: so nothing is queued or resumed behind our back.</summary>
    private ConfigurationOptions Settings()
    {
        var milliseconds = (int)Within.TotalMilliseconds;
        var settings = ConfigurationOptions.Parse(options.Value.Redis!);
        (settings.ConnectTimeout, settings.AsyncTimeout, settings.SyncTimeout) = (milliseconds, milliseconds, milliseconds);
        (settings.AbortOnConnectFail, settings.ConnectRetry, settings.BacklogPolicy) = (true, 1, BacklogPolicy.FailFast);
        settings.ClientName ??= "telehealth";
        settings.ChannelPrefix = RedisChannel.Literal($"{cluster.Value.ClusterId}:");
        settings.IncludeDetailInExceptions = false;
        return settings;
    }
}
