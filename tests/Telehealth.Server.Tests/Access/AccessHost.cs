using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Telehealth.Domain.Deciding;
using Telehealth.Server.Demo;
using Telehealth.Server.Platform.Access;
using Telehealth.Server.Platform.Cluster;
using Telehealth.Server.Platform.Live;
using Telehealth.Server.Platform.Sql;

namespace Telehealth.Server.Tests.Access;

/// <summary>One node with nothing but sign-in and a hub to knock at, on a real loopback port over a real database.</summary>
internal sealed class AccessHost : IAsyncDisposable
{
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public const string Password = "correct horse battery";

    private readonly WebApplication _app;

    private AccessHost(WebApplication app, ShiftedTime time, GuestBook guests, LogBook log)
    {
        _app = app;
        Time = time;
        Guests = guests;
        Log = log;
        Address = new Uri(app.Urls.First());
    }

    public Uri Address { get; }

    public ShiftedTime Time { get; }

    public GuestBook Guests { get; }

    public LogBook Log { get; }

    public IServiceProvider Services => _app.Services;

    public static async Task<AccessHost> Start(string connectionString, Setup? setup = null)
    {
        setup ??= new Setup();
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            if (setup.Https)
                listen.UseHttps(SelfSigned());
        }));
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Demo:Enabled"] = "true",
            ["Access:PasswordIterations"] = "1000",
            ["Access:SignInsPerMinute"] = "100000",
            ["Access:StrangeSignInsPerMinute"] = "100000",
            ["Access:CheckInterval"] = "00:10:00",
        }).AddInMemoryCollection(setup.Settings);
        var log = new LogBook();
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Trace).AddProvider(log);
        var time = new ShiftedTime();
        var guests = new GuestBook(time);
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.Services.AddSingleton(_ => NpgsqlDataSource.Create(connectionString));
        builder.Services.AddSingleton(setup.Bus ?? new SharedBus());
        builder.Services.AddSingleton<IGuestLinks>(guests);
        builder
            .Services.AddSignalR()
            .AddJsonProtocol(json => json.PayloadSerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase)));
        builder.Services.AddLive(builder.Configuration);
        builder.Services.AddAccess(builder.Configuration).AddSingleton(DemoPeople.Invented);
        var app = builder.Build();
        app.UseExceptionHandler();
        app.UseAccess();
        app.MapAccess();
        app.MapGatedHub<KnockHub>("/hub/knock", Roles.SignedIn);
        app.MapGatedHub<KnockHub>("/hub/clinicians", Roles.Clinician);
        app.MapGet("/api/unnamed", () => "open to nobody");
        app.MapGet("/api/fails", string () => throw new InvalidOperationException("This one always does.")).AllowAnonymous();
        try
        {
            await app.StartAsync();
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }

        return new AccessHost(app, time, guests, log);
    }

    /// <summary>A person with <see cref="Password"/>, in the default tenant unless told otherwise.</summary>
    public async Task<Person> AddPerson(string role, TenantId? tenant = null, string? email = null)
    {
        await using var scope = Services.CreateAsyncScope();
        if (tenant is { } other)
            scope.ServiceProvider.GetRequiredService<CurrentTenant>().Id = other;
        var people = scope.ServiceProvider.GetRequiredService<Microsoft.AspNetCore.Identity.UserManager<Person>>();
        var id = Guid.CreateVersion7();
        var person = new Person
        {
            Id = id,
            DisplayName = $"A {role}",
            Email = email ?? $"{id:N}@example.org",
            Roles = [role],
            CreatedAt = Time.GetUtcNow(),
        };
        var result = await people.CreateAsync(person, Password);
        Assert.True(result.Succeeded, string.Join(' ', result.Errors.Select(error => error.Description)));
        return person;
    }

    /// <summary>Stores the hash of exactly this text, as a server of former days did.</summary>
    public async Task SetHashOf(Person person, string password)
    {
        await using var scope = Services.CreateAsyncScope();
        var people = scope.ServiceProvider.GetRequiredService<Microsoft.AspNetCore.Identity.UserManager<Person>>();
        await using var command = Services.GetRequiredService<NpgsqlDataSource>().Command(
            "update identity.person set password_hash = $2 where id = $1", person.Id, people.PasswordHasher.HashPassword(person, password));
        Assert.Equal(1, await command.ExecuteNonQueryAsync());
    }

    public Browser NewBrowser() => new(Address);

    public async Task<Browser> SignedIn(Person person)
    {
        var browser = NewBrowser();
        var answer = await browser.SignIn(person.Email!, Password);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return browser;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pfx), null);
    }

    internal sealed record Setup
    {
        public bool Https { get; init; }

        public IClusterBus? Bus { get; init; }

        public Dictionary<string, string?> Settings { get; init; } = [];
    }
}

/// <summary>A browser's side of HTTP: keeps the cookie, sends the origin and the header that our pages send.</summary>
internal sealed class Browser : IDisposable
{
    private readonly HttpClient _http;

    public Browser(Uri address)
    {
        Cookies = new CookieContainer();
        _http = new HttpClient(new HttpClientHandler
        {
            CookieContainer = Cookies,
            AllowAutoRedirect = false,
            ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator,
        })
        { BaseAddress = address };
        _http.DefaultRequestHeaders.Add("Origin", address.GetLeftPart(UriPartial.Authority));
        _http.DefaultRequestHeaders.Add("X-Telehealth", "1");
    }

    public CookieContainer Cookies { get; }

    public HttpClient Http => _http;

    public string CookieHeader => Cookies.GetCookieHeader(_http.BaseAddress!);

    public Task<HttpResponseMessage> SignIn(string email, string password) => Post("/api/access/sign-in", new SignIn(email, password));

    public Task<HttpResponseMessage> Post(string path, object? body = null) => _http.PostAsJsonAsync(path, body, AccessHost.Json);

    public Task<HttpResponseMessage> Put(string path, object body) => _http.PutAsJsonAsync(path, body, AccessHost.Json);

    public Task<HttpResponseMessage> Get(string path) => _http.GetAsync(new Uri(path, UriKind.Relative));

    public async Task<T> Read<T>(string path) => (await _http.GetFromJsonAsync<T>(path, AccessHost.Json))!;

    public void Dispose() => _http.Dispose();
}

internal static class Answers
{
    public static async Task<T> Of<T>(this HttpResponseMessage answer)
    {
        Assert.True(answer.IsSuccessStatusCode, $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        return (await answer.Content.ReadFromJsonAsync<T>(AccessHost.Json))!;
    }

    public static async Task<string> Code(this HttpResponseMessage answer)
    {
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.NotEmpty(problem.GetProperty("detail").GetString()!);
        return problem.GetProperty("code").GetString()!;
    }
}

/// <summary>The system's clock, moved forward by a test.</summary>
internal sealed class ShiftedTime : TimeProvider
{
    private long _shiftTicks;

    public void Advance(TimeSpan by) => Interlocked.Add(ref _shiftTicks, by.Ticks);

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _shiftTicks));
}

/// <summary>The bus between nodes of one test; it can be made deaf, as a broker that is down.</summary>
internal sealed class SharedBus : IClusterBus
{
    private readonly ConcurrentDictionary<Guid, (string Topic, Action<ReadOnlyMemory<byte>> Handler)> _handlers = new();

    public bool IsDeaf { get; set; }

    public bool IsAlone => true;

    public ValueTask AnnounceToOthers(string topic, ReadOnlyMemory<byte> payload) => ValueTask.CompletedTask;

    public ValueTask Announce(string topic, ReadOnlyMemory<byte> payload)
    {
        foreach (var (_, handler) in _handlers.Where(entry => !IsDeaf && entry.Value.Topic == topic).Select(entry => entry.Value))
            handler(payload.ToArray());
        return ValueTask.CompletedTask;
    }

    public IDisposable Subscribe(string topic, Action<ReadOnlyMemory<byte>> handler)
    {
        var id = Guid.NewGuid();
        _handlers[id] = (topic, handler);
        return new Subscription(() => _handlers.TryRemove(id, out _));
    }

    private sealed class Subscription(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}

/// <summary>Guest links as the consults keep them: unknown, expired and revoked ones are not found.</summary>
internal sealed class GuestBook(TimeProvider time) : IGuestLinks
{
    private readonly ConcurrentDictionary<string, GuestGrant> _links = new();

    public (string Token, GuestGrant Grant) Invite(TimeSpan validFor)
    {
        var token = Secret.New();
        var grant = new GuestGrant(
            Tenants.BuiltIn, Guid.NewGuid(), new GuestScope(Guid.NewGuid()), "An interpreter", "interpreter", time.GetUtcNow() + validFor);
        _links[Convert.ToHexString(Secret.HashOf(token)!)] = grant;
        return (token, grant);
    }

    public void Revoke(string token) => _links.TryRemove(Convert.ToHexString(Secret.HashOf(token)!), out _);

    public Task<GuestGrant?> Find(TenantId tenant, byte[] tokenHash, CancellationToken cancellation) =>
        Task.FromResult(
            _links.TryGetValue(Convert.ToHexString(tokenHash), out var grant)
            && grant.Tenant == tenant
            && grant.ExpiresAt > time.GetUtcNow()
                ? grant
                : null);

    public Task Vacate(GuestGrant grant, CancellationToken cancellation) => Task.CompletedTask;
}

/// <summary>Every line that was logged at any level that passes the server's own filters.</summary>
internal sealed class LogBook : ILoggerProvider, ILogger
{
    public ConcurrentQueue<string> Lines { get; } = new();

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception,
        Func<TState, Exception?, string> formatter) => Lines.Enqueue($"{logLevel} {formatter(state, exception)} {exception}");

    public void Dispose()
    {
    }
}
