using System.Net;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Connections.Security;

namespace Telehealth.Server.Platform.Cluster;

/// <summary>
/// By what nodes know each other: both ends of each connection show a certificate of the same authority. The files are looked at for each
/// new connection, of which there are few, so one that was renewed is used without a restart; when they are no pair, be it because the
/// second is only being written, those of before are used on. Any thread may ask.
/// </summary>
internal sealed class SiloCertificates(
    IOptions<SiloOptions> options, TimeProvider time, ILogger<SiloCertificates> log) : IHostedService, IHealthCheck
{
    /// <summary>How long before it expires somebody is told.</summary>
    public static readonly TimeSpan RenewBefore = TimeSpan.FromDays(14);

    private static readonly TimeSpan TellOfRefusedEvery = TimeSpan.FromMinutes(1);

    private readonly Lock _reading = new();
    private SiloFiles? _files;
    private SiloCertificate? _current;
    private string? _trouble;
    private DateTimeOffset _toldOfRefused;
    private long _refused;

    public bool AreUsed => options.Value.Certificate is not null;

    /// <summary>Connections whose other end showed a certificate that is not one of this cluster.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>What a new connection is made with.</summary>
    public SiloCertificate Current()
    {
        lock (_reading)
        {
            try
            {
                var files = SiloFiles.Read(options.Value);
                if (_current is null || !files.Equals(_files))
                    (_current, _files) = (Renewed(files), files);
                _trouble = null;
            }
            catch (Exception cause) when (_current is not null && SiloOptionsCheck.IsUnreadable(cause))
            {
                if (_trouble != cause.Message)
                    log.CertificateUnusable(cause.Message);
                _trouble = cause.Message;
            }
            return _current;
        }
    }

    public void Secure(SiloConnectionOptions connections)
    {
        if (!AreUsed)
            return;
        TlsOptions tls = new()
        {
            LocalServerCertificateSelector = (_, _) => Current().Own,
            LocalClientCertificateSelector = (_, _, _, _, _) => Current().Own,
            RemoteCertificateMode = RemoteCertificateMode.RequireCertificate,
            RemoteCertificateValidation = (shown, _, _) => IsNode(shown),
            SslProtocols = SslProtocols.Tls13,
        };
        connections.ConfigureSiloInboundConnection(connection => connection.UseServerTls(tls));
        connections.ConfigureGatewayInboundConnection(connection => connection.UseServerTls(tls));
        connections.ConfigureSiloOutboundConnection(connection => connection.UseClientTls(tls));
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (AreUsed)
            Current();
        else if (!IPAddress.IsLoopback(IPAddress.Parse(options.Value.SiloAddress)))
            log.PlainSilos(options.Value.SiloAddress);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(AreUsed ? Look(Current()) : HealthCheckResult.Healthy());

    private HealthCheckResult Look(SiloCertificate certificate)
    {
        if (Volatile.Read(ref _trouble) is { } trouble)
            return HealthCheckResult.Degraded($"The new certificate between nodes cannot be used, the one before is: {trouble}");
        if (!IsSoonOver(certificate))
            return HealthCheckResult.Healthy();
        var expires = certificate.Expires.UtcDateTime;
        return HealthCheckResult.Degraded(
            expires < time.GetUtcNow()
                ? $"The certificate between nodes expired on {expires:yyyy-MM-dd}: connections that break are not made anew. Renew it."
                : $"The certificate between nodes expires on {expires:yyyy-MM-dd}. Renew it.");
    }

    private bool IsNode(X509Certificate2 shown)
    {
        if (Current().WhyNot(shown) is not { } reason)
            return true;
        Interlocked.Increment(ref _refused);
        lock (_reading)
        {
            // Whoever is refused comes again at once, for as long as it lives.
            if (time.GetUtcNow() - _toldOfRefused < TellOfRefusedEvery)
                return false;
            _toldOfRefused = time.GetUtcNow();
        }
        log.NodeRefused(reason, Refused);
        return false;
    }

    private bool IsSoonOver(SiloCertificate certificate) => certificate.Expires - time.GetUtcNow() < RenewBefore;

    private SiloCertificate Renewed(SiloFiles files)
    {
        var certificate = SiloCertificate.From(files);
        if (certificate.WhyNot(certificate.Own) is { } reason)
            throw new CryptographicException($"other nodes would refuse it ({reason}).");
        if (IsSoonOver(certificate))
            log.CertificateExpires(certificate.Expires);
        return certificate;
    }
}
