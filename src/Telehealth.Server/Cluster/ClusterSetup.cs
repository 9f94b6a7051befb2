namespace Telehealth.Server.Cluster;

internal static class ClusterSetup
{
    public static IServiceCollection AddCluster(this IServiceCollection services, IConfiguration configuration) => services;
}
