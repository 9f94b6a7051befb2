using Telehealth.Server.Platform.Access;
using Telehealth.Server.Platform.EventStore;

namespace Telehealth.Server.Rescue.Paramedics;

internal static class ParamedicSetup
{
    public static IServiceCollection AddParamedics(this IServiceCollection services)
    {
        services.AddSingleton<ParamedicMetrics>();
        services.AddSingleton<JobQueries>();
        services.AddSingleton<CrewCommands>();
        services.AddSingleton<CrewAccess>();
        services.AddSingleton<JobReader>();
        services.AddSingleton<JobPhotos>();
        services
            .AddOptions<PhotoOptions>()
            .BindConfiguration("Photos")
            .ValidateDataAnnotations()
            .Validate(photos => photos.Grace > TimeSpan.Zero && photos.Longest > TimeSpan.Zero, "Times under Photos must be above zero.")
            .ValidateOnStart();
        services.AddSingleton<PhotoUploads>();
        services.AddLiveFeed<ParamedicFeed>();
        services.AddHostedService(provider => provider.GetRequiredService<ParamedicFeed>());
        return services;
    }

    public static void MapParamedics(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPhotos();
        endpoints.MapGatedHub<ParamedicHub>("/hub/unit", Roles.Paramedic);
    }
}
