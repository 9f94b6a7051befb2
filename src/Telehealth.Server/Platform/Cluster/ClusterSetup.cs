namespace Telehealth.Server.Platform.Cluster;

internal static class ClusterSetup
{
    public static IServiceCollection AddCluster(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<SiloOptions>()
            .Validate(
                options => options.RabbitMq is null or { IsAbsoluteUri: true, Scheme: "amqp" or "amqps" },
                "Cluster:RabbitMq is an address such as amqp://user:password@host:5672/.")
            .ValidateOnStart();

        if (string.IsNullOrWhiteSpace(configuration["Cluster:RabbitMq"]))
            return services.AddSingleton<IClusterBus, InProcessBus>();

        services.AddSingleton(provider => new RabbitMqBus(
            provider.GetRequiredService<Microsoft.Extensions.Options.IOptions<SiloOptions>>().Value.RabbitMq!,
            provider.GetRequiredService<ILogger<RabbitMqBus>>()));
        services.AddSingleton<IClusterBus>(provider => provider.GetRequiredService<RabbitMqBus>());
        return services.AddHostedService(provider => provider.GetRequiredService<RabbitMqBus>());
    }
}
