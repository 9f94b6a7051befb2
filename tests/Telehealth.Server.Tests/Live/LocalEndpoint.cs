using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Telehealth.Server.Tests.Live;

/// <summary>What somebody else's system was sent.</summary>
internal sealed record Received(string Path, string Query, IReadOnlyDictionary<string, string> Headers, byte[] Body);

/// <summary>Somebody else's system on a loopback port: remembers what it was sent and answers as it is told.</summary>
internal sealed class LocalEndpoint : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<Received> _received = new();

    private LocalEndpoint(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.First());

    public IReadOnlyList<Received> All => [.. _received];

    /// <summary>How it answers; by default with 200 and nothing.</summary>
    public Func<HttpContext, Task> Answer { get; set; } = _ => Task.CompletedTask;

    public static async Task<LocalEndpoint> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var endpoint = new LocalEndpoint(builder.Build());
        endpoint._app.Run(endpoint.Take);
        await endpoint._app.StartAsync();
        return endpoint;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private async Task Take(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        _received.Enqueue(
            new Received(
                context.Request.Path, context.Request.QueryString.Value ?? string.Empty,
                context.Request.Headers.ToDictionary(
                    header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
                body.ToArray()));
        await Answer(context);
    }
}
