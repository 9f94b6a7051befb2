using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Telehealth.Server.Tests.Cluster;

/// <summary>An authority for nodes with a folder of its own for what it issues.</summary>
internal sealed class TestAuthority : IDisposable
{
    private const string ServerUse = "1.3.6.1.5.5.7.3.1";
    private const string ClientUse = "1.3.6.1.5.5.7.3.2";

    private static readonly TimeSpan Years = TimeSpan.FromDays(3650);

    private readonly string _folder = Directory.CreateTempSubdirectory("authority-").FullName;
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _own;

    public TestAuthority()
    {
        CertificateRequest request = new("CN=Nodes", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(X509BasicConstraintsExtension.CreateForCertificateAuthority());
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        _own = request.CreateSelfSigned(DateTimeOffset.UtcNow - Years, DateTimeOffset.UtcNow + Years);
        File.WriteAllText(AuthorityFile, _own.ExportCertificatePem());
    }

    public string AuthorityFile => Path.Combine(_folder, "ca.crt");

    public string CertificateFile => Path.Combine(_folder, "tls.crt");

    public string KeyFile => Path.Combine(_folder, "tls.key");

    /// <summary>What a node is told to use it; the certificate of this name is issued by then.</summary>
    public (string Name, string Value)[] Settings =>
    [
        ("Cluster:Certificate", CertificateFile), ("Cluster:CertificateKey", KeyFile), ("Cluster:CertificateAuthority", AuthorityFile),
    ];

    /// <summary>Overwrites the one of before.</summary>
    /// <param name="lasts">From now; below zero for one that was valid once.</param>
    /// <param name="use">Null for both.</param>
    public TestAuthority Issue(TimeSpan lasts, string? use = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = Sign(key, lasts, use is null ? [ServerUse, ClientUse] : [use]);
        File.WriteAllText(CertificateFile, certificate.ExportCertificatePem());
        File.WriteAllText(KeyFile, key.ExportPkcs8PrivateKeyPem());
        return this;
    }

    /// <summary>One that says that it is for servers only.</summary>
    public TestAuthority IssueForServerOnly() => Issue(TimeSpan.FromDays(90), ServerUse);

    /// <summary>Certificate and key in one file.</summary>
    public string IssuePfx()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = Sign(key, TimeSpan.FromDays(90), [ServerUse, ClientUse]);
        using var both = certificate.CopyWithPrivateKey(key);
        var file = Path.Combine(_folder, "node.pfx");
        File.WriteAllBytes(file, both.Export(X509ContentType.Pkcs12));
        return file;
    }

    public void Dispose()
    {
        _own.Dispose();
        _key.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private X509Certificate2 Sign(ECDsa key, TimeSpan lasts, IEnumerable<string> uses)
    {
        CertificateRequest request = new("CN=Node", key, HashAlgorithmName.SHA256);
        OidCollection allowed = new();
        foreach (var use in uses)
            allowed.Add(new Oid(use));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(allowed, critical: false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(_own, true, false));
        return request.Create(
            _own, DateTimeOffset.UtcNow - (Years / 2), DateTimeOffset.UtcNow + lasts, RandomNumberGenerator.GetBytes(16));
    }
}
