using System.Collections.Concurrent;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Domain.Rescue.ResponsePlans;
using Telehealth.Domain.Visits.Consults;
using Telehealth.Server.Exchange.EventsOut;
using Telehealth.Server.Platform.Entities;
using Telehealth.Server.Rescue.Emergencies;
using Telehealth.Server.Rescue.ResponsePlans;
using Telehealth.Server.Rescue.Units;
using Telehealth.Server.Tests.EventStore;
using Telehealth.Server.Visits.Consults;

namespace Telehealth.Server.Tests.EventsOut;

/// <summary>A node with the whole log, and with events out as its settings say.</summary>
internal static class EventsOutNode
{
    public static Task<StoreNode> Start(
        string connectionString, IReadOnlyDictionary<string, string?> settings, SteppedTime? time = null, Lines? lines = null) =>
        StoreNode.Start(
            connectionString,
            services =>
            {
                services.AddEntity(ConsultRules.Decider, ConsultEntity.Events);
                services.AddEntity(UnitRules.Decider, UnitEntity.Events);
                services.AddEntity(EmergencyRules.Decider, EmergencyEntity.Events);
                services.AddEntity(ResponsePlanBook.Decider, ResponsePlanEntity.Events);
                if (time is not null)
                    services.AddSingleton<TimeProvider>(time);
                if (lines is not null)
                    services.AddSingleton<ILoggerProvider>(lines);
                services.AddEventsOut(new ConfigurationBuilder()
                    .AddInMemoryCollection(settings.Select(pair => new KeyValuePair<string, string?>($"EventsOut:{pair.Key}", pair.Value)))
                    .Build());
            });

    public static Dictionary<string, string?> RabbitMq(Uri address) => new(StringComparer.Ordinal)
    {
        ["RabbitMq:Address"] = address.ToString(),
        // Else what is stored before the first look at the log is the past.
        ["FromBeginning"] = "true",
        ["RetryAfter"] = "00:00:00.05",
        ["RetryAtMostAfter"] = "00:00:00.2",
    };

    public static Task<long> Parked(this StoreNode node) => node.Scalar<long>("select count(*) from event_store.parked_event");
}

/// <summary>Keeps what was logged.</summary>
internal sealed class Lines : ILoggerProvider
{
    public ConcurrentQueue<string> All { get; } = new();

    public ILogger CreateLogger(string categoryName) => new Logger(All);

    public void Dispose()
    {
        // Nothing is held.
    }

    private sealed class Logger(ConcurrentQueue<string> all) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            all.Enqueue($"{logLevel} {eventId.Id} {formatter(state, exception)} {exception}");
    }
}
