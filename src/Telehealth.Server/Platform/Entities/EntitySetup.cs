using Orleans.Configuration;
using Orleans.Serialization;
using Telehealth.Domain.Deciding;
using Telehealth.Server.Platform.EventStore;

namespace Telehealth.Server.Platform.Entities;

internal static class EntitySetup
{
    /// <summary>After the log and the silo; before the capabilities.</summary>
    public static IServiceCollection AddEntities(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<EntityOptions>().Bind(configuration.GetSection(EntityOptions.Section)).ValidateDataAnnotations()
            .Validate(
                options => options.BypassAfter > TimeSpan.Zero && options.SuspectFor >= TimeSpan.Zero,
                "Entities:BypassAfter is above zero, and Entities:SuspectFor is a time.")
            .ValidateOnStart();
        services.AddSingleton<ActiveEntities>();
        services.AddSingleton<EntityMetrics>();
        services.AddSingleton<EntityRouter>();
        // What the domain says goes between nodes as it stands in the log; within a node nothing is copied.
        services.AddSerializer(serializer => serializer.AddJsonSerializer(
            isSupported: type => type.Assembly == typeof(TenantId).Assembly, jsonSerializerOptions: EventJson.Options));
        services.AddOptions<SiloMessagingOptions>().Configure<Microsoft.Extensions.Options.IOptions<EntityOptions>>(
            (options, entities) => options.MaxEnqueuedRequestsHardLimit = entities.Value.WaitingCommands);
        return services;
    }

    /// <summary>
    /// Makes the rules and events of a kind of entity known; its <see cref="EntityHandle{TCommand, TState, TEvent}"/> is registered
    /// beside it, and its grain has the name of its stream.
    /// </summary>
    public static IServiceCollection AddEntity<TCommand, TState, TEvent>(
        this IServiceCollection services, Decider<TCommand, TState, TEvent> decider, EventCatalogue events)
        where TState : notnull
        where TEvent : notnull =>
        services.AddSingleton(new EntityType<TCommand, TState, TEvent>(decider, events)).AddSingleton(events);
}
