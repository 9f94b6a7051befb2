namespace Telehealth.Server.Platform.Cluster;

/// <summary>Section <c>Cluster</c>.</summary>
internal sealed class ClusterOptions
{
    /// <summary>Address of the broker between nodes, such as <c>amqp://user:password@host:5672/</c>. Absent: this node is alone.</summary>
    public Uri? RabbitMq { get; set; }
}

internal static class ClusterSetup
{
    public static IServiceCollection AddCluster(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<ClusterOptions>()
            .Bind(configuration.GetSection("Cluster"))
            .Validate(
                options => options.RabbitMq is null or { IsAbsoluteUri: true, Scheme: "amqp" or "amqps" },
                "Cluster:RabbitMq is an address such as amqp://user:password@host:5672/.")
            .ValidateOnStart();

        if (string.IsNullOrWhiteSpace(configuration["Cluster:RabbitMq"]))
            return services.AddSingleton<IClusterBus, InProcessBus>();

        services.AddSingleton(provider => new RabbitMqBus(
            provider.GetRequiredService<Microsoft.Extensions.Options.IOptions<ClusterOptions>>().Value.RabbitMq!,
            provider.GetRequiredService<ILogger<RabbitMqBus>>()));
        services.AddSingleton<IClusterBus>(provider => provider.GetRequiredService<RabbitMqBus>());
        return services.AddHostedService(provider => provider.GetRequiredService<RabbitMqBus>());
    }
}
