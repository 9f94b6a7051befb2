using Telehealth.Server.Platform.Access;

namespace Telehealth.Server.Platform.People;

internal static class PeopleSetup
{
    /// <summary>Who is there. Call it after the gate, which knows who is connected, and after the cluster.</summary>
    public static IServiceCollection AddPeople(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<PeopleOptions>().Bind(configuration.GetSection(PeopleOptions.Section))
            .Validate(options => options.Grace > TimeSpan.Zero, "People:Grace is above zero.")
            .Validate(
                options => options.Lease >= TimeSpan.FromSeconds(3) && options.Lease > options.Grace,
                "People:Lease is at least three seconds, and longer than People:Grace.")
            .Validate(options => options.WriteEvery >= TimeSpan.FromSeconds(1), "People:WriteEvery is at least a second.")
            .ValidateOnStart();
        services.AddSingleton<PeopleMetrics>().AddSingleton<PeopleAtHome>().AddSingleton<PresenceOfPeople>();
        services.AddSingleton<PeopleHere>();
        services.AddSingleton<IHeldBySession>(provider => provider.GetRequiredService<PeopleHere>());
        services.AddHostedService(provider => provider.GetRequiredService<PeopleHere>());
        services.AddHostedService<PeopleWatch>();
        return services;
    }
}
