using System.Net;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.SignalR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Telehealth.Server.Platform.Access;

internal static class AccessSetup
{
    /// <summary>Far more than almost any of our requests needs; an endpoint that takes more declares it.</summary>
    public const long LargestRequest = 64 * 1024;

    /// <summary>
    /// Sign-in, people, the gate. Call it after the hosting, which brings the database up before this starts, and after the cluster bus.
    /// </summary>
    public static IServiceCollection AddAccess(this IServiceCollection services, IConfiguration configuration)
    {
        services
            .AddOptions<AccessOptions>()
            .Bind(configuration.GetSection(AccessOptions.Section))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<AccessOptions>, AccessOptionsCheck>();
        services.AddSingleton(AppOptions.From(configuration));
        // Where nobody says who is invented, nobody is.
        services.TryAddSingleton(InventedPeople.None);
        services.TryAddSingleton(TimeProvider.System);
        services.AddHttpContextAccessor();
        services.AddProblemDetails(options => options.CustomizeProblemDetails = Problems.NameTheCode);
        services.AddExceptionHandler<StoreUnavailable>();
        services.AddSingleton<Tenants>().AddScoped<CurrentTenant>();
        AddPeople(services);
        AddSessions(services);
        AddKeyRing(services);
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = false);
        services.Configure<LoggerFilterOptions>(options =>
        {
            // Both write addresses with their query, where a device's access token or a guest's secret may stand.
            options.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning);
            options.AddFilter("Microsoft.AspNetCore.Routing", LogLevel.Warning);
            options.AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Warning);
        });
        services.AddHostedService<AccessStart>();
        services.AddHostedService<SessionWatch>();
        return services;
    }

    /// <summary>The order matters: who asks, from where, and whether they may. Call it before anything that serves.</summary>
    public static IApplicationBuilder UseAccess(this WebApplication app)
    {
        var proxies = app.Services.GetRequiredService<IOptions<AccessOptions>>().Value.TrustedProxies;
        if (proxies.Length > 0)
            app.UseForwardedHeaders(Forwarding(proxies));
        app.UseMiddleware<SecurityHeaders>();
        app.UseMiddleware<PublicAddress>();
        app.UseStatusCodePages();
        app.UseAuthentication();
        app.UseMiddleware<OriginCheck>();
        app.UseMiddleware<GateMiddleware>();
        return app.UseMiddleware<HubEntrance>();
    }

    public static IEndpointRouteBuilder MapAccess(this IEndpointRouteBuilder endpoints)
    {
        var api = endpoints.MapGroup("/api").WithMetadata(new RequestSizeLimitAttribute(LargestRequest));
        api.MapGet("/app", (AppOptions app, InventedPeople invented, TimeProvider time) => InfoOf(app, invented, time.GetUtcNow()))
            .AllowAnonymous();
        SignInEndpoints.Map(api.MapGroup("/access"));
        AdminEndpoints.Map(api);
        return endpoints;
    }

    private static void AddPeople(IServiceCollection services)
    {
        services.AddDbContext<PeopleDb>((provider, options) => options.UseNpgsql(provider.GetRequiredService<NpgsqlDataSource>()));
        services
            .AddIdentityCore<Person>(options =>
            {
                options.User.RequireUniqueEmail = true;
                // The e-mail address is the user name, and may hold whatever an address may hold.
                options.User.AllowedUserNameCharacters = string.Empty;
                // Length is what makes a password strong; rules about kinds of letters make people write them down.
                options.Password = new PasswordOptions
                {
                    RequiredLength = Passwords.Shortest,
                    RequiredUniqueChars = 5,
                    RequireDigit = false,
                    RequireLowercase = false,
                    RequireUppercase = false,
                    RequireNonAlphanumeric = false,
                };
            })
            .AddUserStore<PersonStore>();
        services
            .AddOptions<PasswordHasherOptions>()
            .Configure<IOptions<AccessOptions>>((hasher, access) => hasher.IterationCount = access.Value.PasswordIterations);
        services
            .AddSingleton<SignInTries>()
            .AddSingleton<SignInLimits>()
            .AddSingleton<KnownBrowser>()
            .AddSingleton<SetUpNote>()
            .AddSingleton<UserDirectory>()
            .AddSingleton<AccountTelephones>()
            .AddSingleton<ClosedAccounts>();
        services
            .AddScoped<PasswordCheck>()
            .AddScoped<PasswordChange>()
            .AddScoped<UserAdmin>()
            .AddScoped<DemoAccounts>()
            .AddScoped<FirstAdmin>()
            .AddScoped<FoldedNames>();
    }

    private static void AddSessions(IServiceCollection services)
    {
        services
            .AddAuthentication(SessionHandler.SchemeName)
            .AddScheme<AuthenticationSchemeOptions, SessionHandler>(SessionHandler.SchemeName, null);
        services
            .AddSingleton<Sessions>()
            .AddSingleton<Devices>()
            .AddSingleton<ConnectionRegistry>()
            .AddSingleton<CallBudgets>()
            .AddSingleton<Revocations>();
        services.AddSingleton<Occasionally>().AddSingleton<GateRefusals>();
        services.AddSingleton<AccessMetrics>().AddScoped<Visit>().AddScoped<GuestEntrance>();
        services.AddSingleton<GateHubFilter>();
        services.Configure<HubOptions>(options => options.AddFilter<GateHubFilter>());
    }

    private static void AddKeyRing(IServiceCollection services)
    {
        services.AddDataProtection().SetApplicationName("telehealth");
        services
            .AddOptions<KeyManagementOptions>()
            .Configure<IServiceProvider>(
                (keys, provider) =>
                {
                    // Asked for late: the framework reads these options before the embedded database is up.
                    var secret = provider.GetRequiredService<IOptions<AccessOptions>>().Value.KeyEncryptionSecret;
                    keys.XmlRepository = new PostgresKeyRing(
                        provider.GetRequiredService<NpgsqlDataSource>, believesOpenKeys: secret is not { Length: > 0 });
                    if (secret is { Length: > 0 })
                        keys.XmlEncryptor = new KeyEncryptor(secret);
                });
    }

    private static ForwardedHeadersOptions Forwarding(string[] proxies)
    {
        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var proxy in proxies)
        {
            if (proxy.Contains('/'))
                options.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(proxy));
            else
                options.KnownProxies.Add(IPAddress.Parse(proxy));
        }

        return options;
    }

    private static AppInfo InfoOf(AppOptions app, InventedPeople invented, DateTimeOffset now) =>
        new(
            app.Demo, app.MapStyleUrl, now, DemoSignIns(app, invented), app.EmergencyNumber ?? AppOptions.GeneralEmergencyNumber,
            app.EmergencyNumber is not null, app.HelpWithoutAccount);

    private static IReadOnlyList<DemoAccount> DemoSignIns(AppOptions app, InventedPeople invented) => app.Demo
        ? [.. invented.All.Select(person => new DemoAccount(person.Role, person.Name, person.Email, invented.Password))]
        : [];
}
