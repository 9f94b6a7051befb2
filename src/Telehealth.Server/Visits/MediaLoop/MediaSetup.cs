using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Telehealth.Server.Visits.MediaLoop;

internal static class MediaSetup
{
    /// <summary>Adds the media relay: <see cref="RelayLoops"/> for whoever negotiates, and its threads.</summary>
    public static IServiceCollection AddMediaRelay(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<MediaOptions>().Bind(configuration.GetSection(MediaOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<MediaOptions>, MediaOptionsCheck>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddMetrics();
        services.AddSingleton<RelayLoops>();
        services.AddHostedService(provider => provider.GetRequiredService<RelayLoops>());
        services.AddHealthChecks().AddCheck<RelayHealth>("media", tags: ["ready"]);
        return services;
    }
}
