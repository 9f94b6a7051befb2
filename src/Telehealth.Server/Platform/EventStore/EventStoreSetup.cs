using Microsoft.Extensions.DependencyInjection.Extensions;
using Telehealth.Domain.Deciding;

namespace Telehealth.Server.Platform.EventStore;

internal static class EventStoreSetup
{
    /// <summary>
    /// What writes and reads the log. Needs an <c>NpgsqlDataSource</c> and the cluster bus; after hosting, before the silo.
    /// </summary>
    public static IServiceCollection AddEventStore(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<EventStoreOptions>().Bind(configuration.GetSection("EventStore")).ValidateDataAnnotations()
            .Validate(
                options => options.AnswersKeptFor >= TimeSpan.FromDays(1) && options.ForgetEvery > TimeSpan.Zero,
                "EventStore:AnswersKeptFor is at least a day, and EventStore:ForgetEvery is above zero.")
            .ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.AddMetrics();
        services.AddSingleton<EventStoreMetrics>();
        services.AddSingleton<EventCatalogues>();
        services.AddSingleton<EventReader>();
        services.AddSingleton<InlineReadModels>();
        services.AddSingleton<StoreState>();
        services.AddSingleton<SubscriptionLease>();
        services.AddSingleton<SubscriptionBacklog>();
        services.AddSingleton<LogSignal>();
        services.AddSingleton<AppendWriter>();
        services.AddSingleton<EntityLog>();
        services.AddSingleton<ReadModelRebuild>();
        services.AddSingleton<LogTail>();

        services.AddHostedService<RestoreGuard>();
        services.AddHostedService(provider => provider.GetRequiredService<AppendWriter>());
        services.AddHealthChecks().AddCheck<StoreState>("store", tags: ["ready"])
            .AddCheck<WriterHealth>("writer", tags: ["ready"]);
        return services;
    }

    /// <summary>
    /// Whatever follows the log. After the silo: stopped in the reverse order, first those that follow the log, then the silo with what it
    /// still does, then the writer, which takes what waits.
    /// </summary>
    public static IServiceCollection AddLogFollowers(this IServiceCollection services)
    {
        services.AddHostedService(provider => provider.GetRequiredService<LogTail>());
        services.AddHostedService<DurableSubscriptions>();
        services.AddSingleton<AnswerRetention>();
        services.AddHostedService(provider => provider.GetRequiredService<AnswerRetention>());
        services.AddSingleton(provider => provider.GetRequiredService<AnswerRetention>().Work);
        services.AddHostedService<StoreProbe>();
        services.AddHealthChecks().AddCheck<LogTail>("log-tail", tags: ["ready"]);
        return services;
    }

    public static IServiceCollection AddInlineReadModel<TReadModel>(this IServiceCollection services)
        where TReadModel : class, IInlineReadModel =>
        services.AddSingleton<TReadModel>().AddSingleton<IInlineReadModel>(provider => provider.GetRequiredService<TReadModel>());

    public static IServiceCollection AddConstraintRule(this IServiceCollection services, string constraintName, Rejection rejection) =>
        services.AddSingleton(new ConstraintRule(constraintName, rejection));

    public static IServiceCollection AddLiveFeed<TFeed>(this IServiceCollection services)
        where TFeed : class, ILiveFeed =>
        services.AddSingleton<TFeed>().AddSingleton<ILiveFeed>(provider => provider.GetRequiredService<TFeed>());

    public static IServiceCollection AddDurableSubscriber<TSubscriber>(this IServiceCollection services)
        where TSubscriber : class, IDurableSubscriber =>
        services.AddSingleton<TSubscriber>().AddSingleton<IDurableSubscriber>(provider => provider.GetRequiredService<TSubscriber>())
            .AddSingleton(provider => provider.GetRequiredService<SubscriptionBacklog>()
                .Work(provider.GetRequiredService<TSubscriber>(), provider.GetRequiredService<TimeProvider>()));
}
