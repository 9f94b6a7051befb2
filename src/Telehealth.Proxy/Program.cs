using Microsoft.AspNetCore.HttpOverrides;
using Telehealth.Proxy;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.LoadBalancing;
using Yarp.ReverseProxy.Transforms;
using IPNetwork = System.Net.IPNetwork;

const string trusts = "--trusts=";
var nodes = args.Where(argument => !argument.StartsWith(trusts, StringComparison.Ordinal)).ToList();
var trusted = args.Except(nodes, StringComparer.Ordinal).Select(argument => IPNetwork.Parse(argument[trusts.Length..])).ToList();
if (nodes.Count == 0 || !nodes.TrueForAll(node => Uri.TryCreate(node, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"))
{
    await Console.Error.WriteLineAsync(
        "Telehealth.Proxy http://NODE:PORT … [--trusts=NETWORK …]: serves several nodes at the addresses in ASPNETCORE_URLS.");
    return 2;
}

var builder = WebApplication.CreateSlimBuilder();
builder.WebHost.UseKestrelHttpsConfiguration();
builder.WebHost.ConfigureKestrel(kestrel =>
{
    kestrel.AddServerHeader = false;
    // How much may be sent, and how slowly, is decided by the node, which knows what it is.
    kestrel.Limits.MaxRequestBodySize = null;
    kestrel.Limits.MinRequestBodyDataRate = null;
});
builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning).AddFilter("Yarp", LogLevel.Warning)
    // Once a second for each node that is away; that it went and that it came is said by another.
    .AddFilter("Yarp.ReverseProxy.Health.ActiveHealthCheckMonitor", LogLevel.Error);
// A page that stays open must not keep it from ending.
builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(5));
builder.Services.AddSingleton<IPassiveHealthCheckPolicy, NotReached>();
builder.Services.AddSingleton<ILoadBalancingPolicy, OneNode>();
builder.Services.AddReverseProxy().LoadFromMemory(Nodes.Routes(), Nodes.Clusters(nodes))
    .AddTransforms(transforms => transforms.AddResponseTransform(TurnedAway.Note));

var app = builder.Build();
// A proxy with a certificate before this one is on this machine or in a network that was named, and is believed where people come from.
var forwarded = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto };
foreach (var network in trusted)
    forwarded.KnownIPNetworks.Add(network);
app.UseForwardedHeaders(forwarded);
app.MapReverseProxy(proxy =>
{
    proxy.Use(SecondTry.Run);
    proxy.UseLoadBalancing();
    proxy.UsePassiveHealthChecks();
});
await app.RunAsync();
return 0;
