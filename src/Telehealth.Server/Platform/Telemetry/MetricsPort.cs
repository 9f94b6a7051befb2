using System.Text;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;

namespace Telehealth.Server.Platform.Telemetry;

/// <summary>
/// Answers Prometheus at <c>/metrics</c> on a port of its own. A proxy that leads to the pages does not lead there, whatever it is told,
/// and who may ask is decided by who reaches the port. The figures hold nothing of anybody; how busy a service is they do say.
/// </summary>
internal sealed class MetricsPort(Scrape scrape, IOptions<TelemetryOptions> options, ILoggerFactory logs)
    : IHostedService, IHttpApplication<HttpContext>, IDisposable
{
    private readonly KestrelServer _server = new(
        Options.Create(new KestrelServerOptions { AddServerHeader = false }),
        new SocketTransportFactory(Options.Create(new SocketTransportOptions()), logs), logs);

    /// <summary>Where it listens, once it does.</summary>
    public Uri? Address { get; private set; }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var addresses = _server.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses;
        addresses.Add(options.Value.MetricsUrl!.GetLeftPart(UriPartial.Authority));
        await _server.StartAsync(this, cancellationToken);
        Address = new Uri(addresses.Single());
    }

    public Task StopAsync(CancellationToken cancellationToken) => _server.StopAsync(cancellationToken);

    public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

    public async Task ProcessRequestAsync(HttpContext context)
    {
        if (!HttpMethods.IsGet(context.Request.Method) || context.Request.Path != "/metrics")
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var text = await scrape.Read(context.RequestAborted);
        context.Response.ContentType = PrometheusText.ContentType;
        await context.Response.WriteAsync(text, Encoding.UTF8, context.RequestAborted);
    }

    public void DisposeContext(HttpContext context, Exception? exception)
    {
        // The server gives the features back itself.
    }

    public void Dispose() => _server.Dispose();
}
