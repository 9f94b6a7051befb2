using Telehealth.Dispatch.Cities;
using Telehealth.Server.Platform.Access;
using Telehealth.Server.Platform.EventStore;

namespace Telehealth.Server.Demo;

/// <summary>Section <c>Demo</c>.</summary>
internal sealed class DemoOptions
{
    /// <summary>Invented people, an invented city and known passwords. Never with real patients.</summary>
    public bool Enabled { get; set; }

    /// <summary>Simulated crews on the streets and an emergency now and then.</summary>
    public bool CityLife { get; set; } = true;
}

internal static class DemoSetup
{
    /// <summary>
    /// Outside demo mode it says only whose accounts are to be closed. Call it after all capabilities: the demo uses them as people do.
    /// </summary>
    public static IServiceCollection AddDemo(this IServiceCollection services, IConfiguration configuration)
    {
        var options = configuration.GetSection("Demo").Get<DemoOptions>() ?? new DemoOptions();
        services.AddOptions<DemoOptions>().Bind(configuration.GetSection("Demo"));
        services.AddSingleton(DemoPeople.Invented);
        if (!options.Enabled)
            return services;
        services.AddSingleton(Aldermere.Build());
        services.AddHostedService<DemoData>();
        if (!options.CityLife)
            return services;
        services.AddSingleton<IDemoActions, DemoActions>();
        services.AddLiveFeed<DemoJobs>();
        services.AddHostedService(provider => provider.GetRequiredService<DemoJobs>());
        services.AddSingleton<CityLease>();
        services.AddSingleton<DemoCity>();
        services.AddHostedService(provider => provider.GetRequiredService<DemoCity>());
        return services;
    }
}
