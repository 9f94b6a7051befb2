using Microsoft.Extensions.Options;
using Npgsql;
using Telehealth.Server.Platform.Access;
using Telehealth.Server.Platform.EventStore;
using Telehealth.Server.Platform.Telemetry;

namespace Telehealth.Server.Rescue.Hospitals;

internal static class HospitalSetup
{
    public static IServiceCollection AddHospitals(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<HospitalOptions>().Bind(configuration.GetSection(HospitalOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<HospitalOptions>, HospitalOptionsCheck>();
        services.AddSingleton(HospitalList.Load);
        services.AddSingleton<HospitalBoard>().AddSingleton<HospitalRanker>();
        services.AddSingleton<HospitalCommands>().AddSingleton<HospitalCalls>().AddSingleton<NoticeTable>();
        services.AddDurableSubscriber<HospitalNotices>();
        services.AddSingleton<HospitalMetrics>();
        services.AddSingleton(new RowCount(
            "Telehealth.Hospitals", "telehealth.hospitals.notices.waiting", "{notice}",
            "Notices to hospitals that wait for their next try, by how often it was tried.", "tries", ["0", "1", "2", "more"],
            """
            select case when tries > 2 then 'more' else tries::text end as label, count(*) as count
            from hospitals.hospital_notice where outcome = 'waiting' group by 1
            """));
        // A signed message goes where it is addressed and nowhere else; the framework's own log would write the address.
        services.AddSingleton(provider => new HospitalLine(
            new HttpClient(
                new SocketsHttpHandler
                {
                    AllowAutoRedirect = false,
                    PooledConnectionLifetime = TimeSpan.FromMinutes(5),
                    UseCookies = false,
                    // A trace's id is a command's, and nobody's outside.
                    ActivityHeadersPropagator = null,
                }),
            provider.GetRequiredService<HospitalList>(),
            provider.GetRequiredService<IOptions<HospitalOptions>>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<HospitalMetrics>()));
        services.AddSingleton<NoticeAlarm>();
        services.AddHostedService<NoticeSender>();
        services.AddSingleton(provider => NoticeSender.Work(
            provider.GetRequiredService<NpgsqlDataSource>(), provider.GetRequiredService<TimeProvider>()));
        return services;
    }

    public static void MapHospitals(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/api/hospitals", (HttpContext context, HospitalBoard board, CancellationToken cancellation) =>
            board.Rows(Caller.Of(context.User).Tenant, cancellation)).Allow(Roles.Dispatcher, Roles.Paramedic, Roles.Admin);
        endpoints.MapPut("/api/hospitals/{code}/status", async (
            string code, HospitalStatusChange change, HttpContext context, HospitalBoard board, CancellationToken cancellation) =>
            Problems.Answer(await board.Change(Caller.Of(context.User), code, change, cancellation))).Allow(Roles.Dispatcher, Roles.Admin);
        endpoints.MapGet("/api/emergencies/{id:guid}/hospitals", async (
            Guid id, HttpContext context, HospitalCommands commands, CancellationToken cancellation, Guid? unit = null) =>
            Problems.Answer(await commands.Ranking(Caller.Of(context.User), id, unit, cancellation)))
            .Allow(Roles.Dispatcher, Roles.Paramedic).Costly();
        endpoints.MapPost("/api/emergencies/{id:guid}/hospital", async (
            Guid id, HospitalCommand choice, HttpContext context, HospitalCommands commands, CancellationToken cancellation) =>
            Problems.Answer(await commands.Choose(Caller.Of(context.User), id, choice, cancellation)))
            .Allow(Roles.Dispatcher, Roles.Paramedic);
        endpoints
            .MapGet(
                "/api/emergencies/{id:guid}/hospital-notices",
                async (Guid id, HttpContext context, HospitalCalls calls, CancellationToken cancellation) =>
                    Problems.Answer(await calls.Notices(Caller.Of(context.User), id, cancellation)))
            .Allow(Roles.Dispatcher);
        endpoints
            .MapPost(
                "/api/emergencies/{id:guid}/hospital-call",
                async (Guid id, HospitalCall call, HttpContext context, HospitalCalls calls, CancellationToken cancellation) =>
                    Problems.Answer(await calls.Enter(Caller.Of(context.User), id, call, cancellation)))
            .Allow(Roles.Dispatcher);
    }
}
