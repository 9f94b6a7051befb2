using Telehealth.Dispatch.Cities;

namespace Telehealth.Server.Demo;

internal static class DemoSetup
{
    /// <summary>The living city, for demo mode only. Needs an <see cref="ICityActions"/> and the <see cref="City"/>.</summary>
    public static IServiceCollection AddDemoCity(this IServiceCollection services)
    {
        services.AddSingleton<DemoCity>();
        services.AddHostedService(provider => provider.GetRequiredService<DemoCity>());
        return services;
    }
}
