using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Telehealth.Server.Platform.Cluster;

/// <summary>What this node shows the others, and whom it takes for one of them. Never changes once it is read.</summary>
internal sealed class SiloCertificate
{
    private const string ServerUse = "1.3.6.1.5.5.7.3.1";
    private const string ClientUse = "1.3.6.1.5.5.7.3.2";

    private readonly X509Certificate2Collection _authorities;

    private SiloCertificate(X509Certificate2 own, X509Certificate2Collection authorities) => (Own, _authorities) = (own, authorities);

    public X509Certificate2 Own { get; }

    public DateTimeOffset Expires => new(Own.NotAfter);

    /// <exception cref="CryptographicException">The files do not hold what they should.</exception>
    public static SiloCertificate From(SiloFiles files)
    {
        X509Certificate2Collection authorities = [];
        authorities.ImportFromPem(Encoding.UTF8.GetString(files.Authority));
        if (authorities.Count == 0)
            throw new CryptographicException("Cluster:CertificateAuthority has no certificate in PEM.");
        var own = files.IsPfx
            ? X509CertificateLoader.LoadPkcs12(files.Certificate, password: null)
            : X509Certificate2.CreateFromPem(Encoding.UTF8.GetString(files.Certificate), Encoding.UTF8.GetString(files.Key));
        return own.HasPrivateKey
            ? new SiloCertificate(own, authorities)
            : throw new CryptographicException("Cluster:Certificate has no private key.");
    }

    /// <summary>
    /// Why whoever shows this certificate is not one of the nodes; null when it is. What the machine trusts plays no part, and neither does
    /// the name: a node may come from any address. Each node calls others and is called, so the certificate must be good for both.
    /// </summary>
    public string? WhyNot(X509Certificate2 shown)
    {
        using X509Chain chain = new();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(_authorities);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(ServerUse));
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(ClientUse));
        return chain.Build(shown) ? null : string.Join(", ", chain.ChainStatus.Select(status => status.Status).Distinct());
    }
}

/// <summary>The bytes of the three files, read together so that they can be compared with those of before.</summary>
internal sealed record SiloFiles(bool IsPfx, byte[] Certificate, byte[] Key, byte[] Authority)
{
    /// <exception cref="IOException">One of them cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">One of them may not be read.</exception>
    public static SiloFiles Read(SiloOptions options)
    {
        var isPfx = Path.GetExtension(options.Certificate) is ".pfx" or ".p12";
        var certificate = File.ReadAllBytes(options.Certificate!);
        // A PEM file may hold both.
        var key = options.CertificateKey is { } file ? File.ReadAllBytes(file) : certificate;
        return new(isPfx, certificate, key, File.ReadAllBytes(options.CertificateAuthority!));
    }

    public bool Equals(SiloFiles? other) =>
        other is not null && IsPfx == other.IsPfx && Certificate.AsSpan().SequenceEqual(other.Certificate)
        && Key.AsSpan().SequenceEqual(other.Key) && Authority.AsSpan().SequenceEqual(other.Authority);

    public override int GetHashCode() => HashCode.Combine(Certificate.Length, Key.Length, Authority.Length);
}
