using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Telehealth.Server.Platform.Hosting;

internal static class HostingSetup
{
    // Enough for every statement of the server; without it each would be planned anew. From the first time on: all of them come again,
    // and on each connection anew, so that waiting for the fifth time would be hundreds of plans at the moment of the greatest load.
    private const int PreparedStatements = 200;
    private const int PreparedFromUse = 1;

    /// <summary>
    /// PostgreSQL, migrations and health. Call it before anything else that adds a hosted service: hosted services start in the order
    /// in which they were added, and stop in the reverse one.
    /// </summary>
    public static IServiceCollection AddHosting(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<PostgresOptions>()
            .Bind(configuration.GetSection("Postgres"))
            .Validate(
                options => IsConnectionString(options.ConnectionString), "Postgres:ConnectionString is not a connection string of Npgsql.")
            .Validate(
                options => options.StartWithin > TimeSpan.Zero && options.StopWithin > TimeSpan.Zero,
                "Postgres:StartWithin and Postgres:StopWithin are above zero.")
            .ValidateOnStart();

        if (string.IsNullOrWhiteSpace(configuration["Postgres:ConnectionString"]))
        {
            services.AddSingleton(provider =>
                PostgresPlace.Choose(
                    provider.GetRequiredService<IOptions<PostgresOptions>>().Value,
                    provider.GetRequiredService<IHostEnvironment>().ContentRootPath));
            services.AddSingleton<EmbeddedPostgres>();
        }

        services.AddDatabase(provider =>
            provider.GetService<PostgresPlace>()?.ConnectionString
            ?? provider.GetRequiredService<IOptions<PostgresOptions>>().Value.ConnectionString!);
        services.AddSingleton(provider => new Migrations(
            provider.GetRequiredService<NpgsqlDataSource>(), Migrations.BuiltIn, provider.GetRequiredService<ILogger<Migrations>>()));
        services.TryAddSingleton<TimeProvider, DatabaseTime>();
        services.AddHostedService<DatabaseStartup>();
        services.AddMetrics();
        services.AddSingleton<DatabaseTimeKeeper>();
        services.AddHostedService(provider => provider.GetRequiredService<DatabaseTimeKeeper>());
        services.Replace(ServiceDescriptor.Singleton<ILoggerFactory>(provider => new DiscreetLogs(new LoggerFactory(
            provider.GetServices<ILoggerProvider>(),
            provider.GetRequiredService<IOptionsMonitor<LoggerFilterOptions>>(),
            provider.GetRequiredService<IOptions<LoggerFactoryOptions>>(),
            provider.GetService<IExternalScopeProvider>()))));
        services.Configure<LoggerFilterOptions>(logs =>
        {
            // A line for each statement or request would bury what somebody must read; configuration can ask for them.
            logs.AddFilter("Npgsql", LogLevel.Warning);
            logs.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        });
        services
            .AddHealthChecks()
            .AddCheck<DatabaseHealth>("database", tags: ["ready"])
            .AddCheck<DatabaseTimeKeeper>("clock", tags: ["ready"]);
        return services;
    }

    /// <summary>
    /// <c>/health/live</c>: the process answers. <c>/health/ready</c>: the database answers and takes what is stored, the writer gets on,
    /// and the live feeds are not behind; 503 otherwise. Its second and further lines say what is not as it should be.
    /// </summary>
    public static IEndpointRouteBuilder MapHosting(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous();
        endpoints
            .MapHealthChecks(
                "/health/ready",
                new HealthCheckOptions
                {
                    Predicate = check => check.Tags.Contains("ready"),
                    ResponseWriter = (context, report) =>
                        context.Response.WriteAsync(
                            string.Join(
                                '\n',
                                report
                                    .Entries.Where(entry => entry.Value.Status != HealthStatus.Healthy)
                                    .Select(entry => $"{entry.Key}: {entry.Value.Description}")
                                    .Prepend($"{report.Status}"))),
                })
            .AllowAnonymous();
        return endpoints;
    }

    /// <summary>The pool that everybody borrows from, and beside it connections that one owner holds.</summary>
    public static IServiceCollection AddDatabase(this IServiceCollection services, Func<IServiceProvider, string> connectionString) =>
        services
            .AddSingleton(provider => new DatabaseAddress(connectionString(provider)))
            .AddSingleton(provider => CreateDataSource(connectionString(provider), provider.GetRequiredService<ILoggerFactory>()))
            .AddSingleton(provider => new HeldConnections(
                CreateDataSource(
                    connectionString(provider), provider.GetRequiredService<ILoggerFactory>(), name: "held", isPooled: false)));

    public static NpgsqlDataSource CreateDataSource(
        string connectionString, ILoggerFactory logs, string name = "pool", bool isPooled = true)
    {
        // The name stands in the driver's figures, where it would be the connection string otherwise.
        var builder = new NpgsqlDataSourceBuilder(connectionString) { Name = name }.UseLoggerFactory(logs);
        builder.ConnectionStringBuilder.Pooling = isPooled && builder.ConnectionStringBuilder.Pooling;
        if (builder.ConnectionStringBuilder.MaxAutoPrepare == 0)
        {
            builder.ConnectionStringBuilder.MaxAutoPrepare = PreparedStatements;
            builder.ConnectionStringBuilder.AutoPrepareMinUsages = PreparedFromUse;
        }

        // Every key begins with the tenant, so a plan for one is the plan for all: planning a statement anew costs more than running it.
        if (string.IsNullOrEmpty(builder.ConnectionStringBuilder.Options))
            builder.ConnectionStringBuilder.Options = "-c plan_cache_mode=force_generic_plan";
        // Whoever rents a connection leaves it as it was: settings are made for
        // a transaction only, and session locks are let go by their holders.
        builder.ConnectionStringBuilder.NoResetOnClose = true;
        return builder.Build();
    }

    private static bool IsConnectionString(string? text)
    {
        try
        {
            _ = new NpgsqlConnectionStringBuilder(text ?? string.Empty);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
