using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Telehealth.Server.Platform.Access;

/// <summary>Data-protection keys in PostgreSQL: every node reads what another wrote, and a restart changes nothing.</summary>
/// <param name="believesOpenKeys">
/// False where keys are stored encrypted: one that lies open comes from a demo
/// on the same data, and whoever has seen that database could sign with it.
/// </param>
internal sealed class PostgresKeyRing(Func<NpgsqlDataSource> database, bool believesOpenKeys) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var command = database().CreateCommand("select xml from identity.data_protection_key order by id");
        using var rows = command.ExecuteReader();
        var keys = new List<XElement>();
        while (rows.Read())
        {
            var key = XElement.Parse(rows.GetString(0));
            if (believesOpenKeys || !key.Descendants("masterKey").Any())
                keys.Add(key);
        }

        return keys;
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        using var command = database()
            .Command(
                "insert into identity.data_protection_key (friendly_name, xml) values ($1, $2)", friendlyName,
                element.ToString(SaveOptions.DisableFormatting));
        command.ExecuteNonQuery();
    }
}

/// <summary>
/// Encrypts the keys before they reach the database, so that a copy of the database alone signs nobody in. AES-256-GCM; the key comes from
/// <c>Access:KeyEncryptionSecret</c> by HKDF-SHA256, which is enough because the secret is long and random, not a password.
/// </summary>
internal sealed class KeyEncryptor(string secret) : IXmlEncryptor
{
    public EncryptedXmlInfo Encrypt(XElement plaintextElement)
    {
        var plain = Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting));
        var nonce = RandomNumberGenerator.GetBytes(AesGcm.NonceByteSizes.MaxSize);
        var tag = new byte[AesGcm.TagByteSizes.MaxSize];
        var cipher = new byte[plain.Length];
        using var aes = new AesGcm(KeyOf(secret), tag.Length);
        aes.Encrypt(nonce, plain, cipher, tag);
        var element = new XElement(
            "sealedKey",
            new XElement("nonce", Convert.ToBase64String(nonce)),
            new XElement("tag", Convert.ToBase64String(tag)),
            new XElement("cipher", Convert.ToBase64String(cipher)));
        return new EncryptedXmlInfo(element, typeof(KeyDecryptor));
    }

    public static byte[] KeyOf(string secret) =>
        HKDF.DeriveKey(
            HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret), 32, info: "telehealth data-protection keys v1"u8.ToArray());
}

/// <summary>
/// The framework makes one from the name that stands beside the key, with the container at hand. The name must therefore stay.
/// </summary>
internal sealed class KeyDecryptor(IServiceProvider services) : IXmlDecryptor
{
    public XElement Decrypt(XElement encryptedElement)
    {
        var secret =
            services.GetRequiredService<IOptions<AccessOptions>>().Value.KeyEncryptionSecret
            ?? throw new CryptographicException(
                "The data-protection keys in the database are encrypted: set Access:KeyEncryptionSecret as it was.");
        var cipher = Part(encryptedElement, "cipher");
        var tag = Part(encryptedElement, "tag");
        var plain = new byte[cipher.Length];
        using var aes = new AesGcm(KeyEncryptor.KeyOf(secret), tag.Length);
        aes.Decrypt(Part(encryptedElement, "nonce"), cipher, tag, plain);
        return XElement.Parse(Encoding.UTF8.GetString(plain));
    }

    private static byte[] Part(XElement element, string name) =>
        Convert.FromBase64String(
            element.Element(name)?.Value ?? throw new CryptographicException($"An encrypted data-protection key has no {name}."));
}
