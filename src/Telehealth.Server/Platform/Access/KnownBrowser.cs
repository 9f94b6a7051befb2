using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace Telehealth.Server.Platform.Access;

/// <summary>
/// Which accounts signed in well with this browser before: an encrypted cookie that only we can write. It signs nobody in. It gives these
/// accounts an allowance of wrong passwords here that nobody elsewhere can use up.
/// </summary>
internal sealed class KnownBrowser(IDataProtectionProvider protection, TimeProvider time)
{
    private const string PlainName = "telehealth-browser";
    private const string SecureName = "__Host-telehealth-browser";

    /// <summary>A control room's browser has a whole shift's accounts; a cookie that holds more grows beyond what proxies take.</summary>
    private const int MostAccounts = 12;

    private const int IdLength = 16;
    private const int MarkLength = 16;
    private const int HeadLength = IdLength + sizeof(long);
    private const int LongestCookie = 1024;

    /// <summary>Browsers keep no cookie longer (RFC 6265bis, section 5.5).</summary>
    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(400);

    private readonly IDataProtector _protector = protection.CreateProtector("known-browser.v1");

    /// <summary>The browser's id, when this account signed in well with it; null for every other cookie, whatever it holds.</summary>
    public Guid? Knows(HttpRequest request, byte[] emailHash) =>
        Read(request) is { } known && known.Marks.Any(mark => mark.AsSpan().SequenceEqual(MarkOf(emailHash))) ? known.Id : null;

    /// <summary>The account signed in well: writes the cookie, with this account in front of those it named before.</summary>
    public void Remember(HttpContext context, byte[] emailHash)
    {
        var known = Read(context.Request) ?? new Known(Guid.NewGuid(), []);
        var mark = MarkOf(emailHash).ToArray();
        byte[][] marks = [mark, .. known.Marks.Where(other => !other.AsSpan().SequenceEqual(mark)).Take(MostAccounts - 1)];
        var bytes = new byte[HeadLength + (marks.Length * MarkLength)];
        known.Id.TryWriteBytes(bytes);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(IdLength), time.GetUtcNow().ToUnixTimeSeconds());
        for (var index = 0; index < marks.Length; index++)
            marks[index].CopyTo(bytes, HeadLength + (index * MarkLength));
        context.Response.Cookies.Append(NameFor(context.Request), Base64Url.EncodeToString(_protector.Protect(bytes)), new CookieOptions
        {
            HttpOnly = true,
            Secure = context.Request.IsHttps,
            SameSite = SameSiteMode.Strict,
            Path = "/",
            MaxAge = KeptFor,
            IsEssential = true,
        });
    }

    private Known? Read(HttpRequest request)
    {
        if (request.Cookies[NameFor(request)] is not { Length: > 0 and <= LongestCookie } cookie || !Base64Url.IsValid(cookie))
            return null;
        byte[] bytes;
        try
        {
            bytes = _protector.Unprotect(Base64Url.DecodeFromChars(cookie));
        }
        catch (CryptographicException)
        {
            return null;
        }

        if (bytes.Length < HeadLength || (bytes.Length - HeadLength) % MarkLength != 0)
            return null;
        var writtenAt = DateTimeOffset.FromUnixTimeSeconds(BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(IdLength)));
        return time.GetUtcNow() - writtenAt < KeptFor
            ? new Known(new Guid(bytes.AsSpan(0, IdLength)), [.. bytes.Skip(HeadLength).Chunk(MarkLength)])
            : null;
    }

    private static ReadOnlySpan<byte> MarkOf(byte[] emailHash) => emailHash.AsSpan(0, MarkLength);

    private static string NameFor(HttpRequest request) => request.IsHttps ? SecureName : PlainName;

    private sealed record Known(Guid Id, byte[][] Marks);
}
