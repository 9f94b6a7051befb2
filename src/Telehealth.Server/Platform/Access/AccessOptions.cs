using System.ComponentModel.DataAnnotations;

namespace Telehealth.Server.Platform.Access;

/// <summary>
/// Settings under <c>Access</c>. All of them have a default that is fit
/// for production, except the secret that only the deployment can know.
/// </summary>
internal sealed class AccessOptions
{
    public const string Section = "Access";

    /// <summary>Rounds of PBKDF2-HMAC-SHA512. OWASP asks for at least 210,000 of these; every try to guess costs this much.</summary>
    [Range(1_000, 10_000_000)]
    public int PasswordIterations { get; set; } = 600_000;

    /// <summary>
    /// Wrong passwords in a row until an e-mail address is locked for where they came from: a network, or a browser that signed in with
    /// this address before. Elsewhere it stays open.
    /// </summary>
    [Range(1, 100)]
    public int SignInTries { get; set; } = 5;

    public TimeSpan SignInLock { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>
    /// Wrong passwords from all strange networks together until an e-mail address takes one try in <see cref="AccountPause"/> from them.
    /// </summary>
    [Range(1, 10_000)]
    public int AccountTries { get; set; } = 30;

    public TimeSpan AccountPause { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Sign-ins of all kinds from one network address (an IPv6 /64 counts as one), and of one account with browsers that know it.
    /// </summary>
    [Range(1, 1_000_000)]
    public int SignInsPerMinute { get; set; } = 60;

    /// <summary>
    /// Sign-ins from all strange networks together: addresses are cheap, hashing is not. Browsers that know the account do not count.
    /// </summary>
    [Range(1, 1_000_000)]
    public int StrangeSignInsPerMinute { get; set; } = 600;

    /// <summary>
    /// Sign-ins of one network, or of one account with browsers that know it, that wait while one is hashed. A ward that shares an address
    /// waits its turn; a script is refused at once. All networks together have four times as many places.
    /// </summary>
    [Range(1, 10_000)]
    public int SignInsWaiting { get; set; } = 8;

    /// <summary>
    /// A browser's session ends when nothing was heard for this long; an open page with a live connection counts as heard.
    /// </summary>
    public TimeSpan SessionIdle { get; set; } = TimeSpan.FromHours(12);

    public TimeSpan SessionLimit { get; set; } = TimeSpan.FromDays(7);

    public TimeSpan DeviceAccess { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>A device that did not refresh for this long signs in anew.</summary>
    public TimeSpan DeviceIdle { get; set; } = TimeSpan.FromDays(3);

    public TimeSpan DeviceLimit { get; set; } = TimeSpan.FromDays(30);

    /// <summary>
    /// For this long a device may present the same refresh token again, because the answer was lost on a bad network: it gets the same
    /// answer, and nothing once it has used that. A second use after this time ends the session.
    /// </summary>
    public TimeSpan RefreshRetry { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How often the sessions behind live connections are looked up, should an announcement have been lost.</summary>
    public TimeSpan CheckInterval { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Origins of pages, such as <c>https://care.example</c>; links are built from the first. Empty
    /// means only the origin that the request itself was sent to, and then the server answers to
    /// its IP addresses and to localhost alone: any other name can be pointed at it by anybody.
    /// </summary>
    public string[] AllowedOrigins { get; set; } = [];

    /// <summary>Addresses or networks (<c>10.0.0.0/8</c>) of proxies whose X-Forwarded-For and X-Forwarded-Proto are believed.</summary>
    public string[] TrustedProxies { get; set; } = [];

    /// <summary>
    /// Takes sign-ins by plain http from other machines too. For a network that nobody else can read; never for the internet.
    /// </summary>
    public bool AllowPlainHttp { get; set; }

    /// <summary>
    /// Encrypts the data-protection keys in the database. At least 32 characters; the same on every node; needed outside demo mode.
    /// </summary>
    [MinLength(32)]
    public string? KeyEncryptionSecret { get; set; }

    /// <summary>
    /// The administrator to begin with. Without it a set-up password is made at each start until an administrator has chosen an own one.
    /// </summary>
    public FirstAdminOptions FirstAdmin { get; set; } = new();

    /// <summary>Hub invocations a second that one connection may go on making.</summary>
    [Range(1, 100_000)]
    public int HubCallsPerSecond { get; set; } = 50;

    /// <summary>Hub invocations that one connection may make at once.</summary>
    [Range(1, 100_000)]
    public int HubCallBurst { get; set; } = 100;

    /// <summary>
    /// Hub invocations a second that one person may go on making on one node, over all connections; three times as many at once.
    /// </summary>
    [Range(1, 100_000)]
    public int PersonCallsPerSecond { get; set; } = 100;

    /// <summary>
    /// Hub invocations a second that guests of one network address (an IPv6 /64
    /// counts as one) may go on making together; three times as many at once.
    /// </summary>
    [Range(1, 100_000)]
    public int GuestCallsPerSecond { get; set; } = 200;

    /// <summary>
    /// Answers a second, of those that cost much to find, that one person may go on asking for; ten times as many at once.
    /// </summary>
    [Range(1, 100_000)]
    public int CostlyPerSecond { get; set; } = 5;

    /// <summary>Hub connections of one sign-in on one node: a browser's pages share one.</summary>
    [Range(1, 10_000)]
    public int HubConnectionsPerSession { get; set; } = 10;

    /// <summary>Hub connections of one person on one node, over all sign-ins.</summary>
    [Range(1, 10_000)]
    public int HubConnectionsPerPerson { get; set; } = 30;
}

internal sealed class FirstAdminOptions
{
    public string? Email { get; set; }

    /// <summary>For the first sign-in alone, after which another one must be chosen: this one stands in a configuration.</summary>
    public string? Password { get; set; }

    /// <summary>
    /// Where a set-up password is written, readable for the server's user alone.
    /// Without it: on the terminal, or where there is none beside the data.
    /// </summary>
    public string? PasswordFile { get; set; }
}
