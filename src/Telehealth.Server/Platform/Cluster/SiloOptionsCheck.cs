using System.Net;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;

namespace Telehealth.Server.Platform.Cluster;

/// <summary>Beyond this machine nothing is spoken in the clear unless somebody says so.</summary>
internal sealed class SiloOptionsCheck : IValidateOptions<SiloOptions>
{
    public ValidateOptionsResult Validate(string? name, SiloOptions options) =>
        WhyNot(options) is { } reason ? ValidateOptionsResult.Fail(reason) : ValidateOptionsResult.Success;

    public static bool IsUnreadable(Exception cause) => cause is IOException or UnauthorizedAccessException or CryptographicException;

    private static string? WhyNot(SiloOptions options)
    {
        if (!IPAddress.TryParse(options.SiloAddress, out var address))
            return "Cluster:SiloAddress is an address of this machine.";
        if (options is { Certificate: null, CertificateAuthority: null, CertificateKey: null })
        {
            return IPAddress.IsLoopback(address) || options.PlainSilos
                ? null
                : "Cluster:SiloAddress is beyond this machine. Set Cluster:Certificate, Cluster:CertificateKey and "
                    + "Cluster:CertificateAuthority (deploy/silo-certificates.sh makes them), so that nodes know each other and nobody "
                    + "reads along; or set Cluster:PlainSilos to true where nobody but the nodes can reach that network.";
        }
        if (options.PlainSilos)
            return "Cluster:PlainSilos and Cluster:Certificate exclude each other.";
        if (options.Certificate is null || options.CertificateAuthority is null)
            return "Cluster:Certificate and Cluster:CertificateAuthority go together; Cluster:CertificateKey where that is another file.";
        try
        {
            var certificate = SiloCertificate.From(SiloFiles.Read(options));
            return certificate.WhyNot(certificate.Own) is { } reason
                ? $"Cluster:Certificate would be refused by every other node ({reason}). It must be of Cluster:CertificateAuthority, "
                    + "valid today, and for server and client."
                : null;
        }
        catch (Exception cause) when (IsUnreadable(cause))
        {
            return $"Cluster:Certificate cannot be used: {cause.Message}";
        }
    }
}
