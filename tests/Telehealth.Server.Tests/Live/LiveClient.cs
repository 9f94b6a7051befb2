using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR.Client;
using Telehealth.Server.Tests.EventStore;
using Telehealth.Testing.Hubs;

namespace Telehealth.Server.Tests.Live;

/// <summary>Somebody's page or device on one hub: asks, and remembers all that it was told, in order.</summary>
internal sealed class LiveClient : IAsyncDisposable
{
    private static readonly string[] WithOneArgument =
    [
        "ConsultChanged", "WaitingRoomChanged", "PatientsPresent", "HelpChanged", "AttendanceChanged", "UnitChanged", "UnitsMoved",
        "JobChanged", "ServiceChanged", "Move",
    ];

    private static readonly string[] WithConsultFirst =
    [
        "PresenceChanged", "MessageSaid", "MessagesMarked", "Typing", "GuestLinkChanged", "SpeakerChanged", "QualityChanged",
    ];

    private static readonly string[] WithConsultAlone = ["MediaLost", "RoomMoved", "SeatTaken"];

    private static readonly JsonSerializerOptions Json = Access.AccessHost.Json;

    private readonly HubClient _hub;
    private readonly ConcurrentQueue<(string Message, JsonElement Content)> _told = new();
    private readonly TaskCompletionSource<Exception?> _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private LiveClient(HubClient hub)
    {
        _hub = hub;
        foreach (var message in WithOneArgument)
            _hub.Connection.On<JsonElement>(message, content => _told.Enqueue((message, content)));
        _hub.Connection.On<JsonElement>("BoardChanged", HearBoard);
        foreach (var message in WithConsultFirst)
            _hub.Connection.On<Guid, JsonElement>(message, (_, content) => _told.Enqueue((message, content)));
        _hub.Connection.On<Guid, long>(
            "WaitingRoomLeft", (consult, _) => _told.Enqueue(("WaitingRoomLeft", JsonSerializer.SerializeToElement(consult, Json))));
        foreach (var message in WithConsultAlone)
            _hub.Connection.On<Guid>(message, consult => _told.Enqueue((message, JsonSerializer.SerializeToElement(consult, Json))));
        _hub.Connection.On<Guid, JsonElement, int>(
            "LayersWanted",
            (_, source, layers) => _told.Enqueue(("LayersWanted", JsonSerializer.SerializeToElement($"{source} {layers}", Json))));
        _hub.Connection.Closed += cause =>
        {
            _closed.TrySetResult(cause);
            return Task.CompletedTask;
        };
    }

    /// <summary>Why the server ended the connection; null when it ended in peace.</summary>
    public Task<Exception?> Closed => _closed.Task.WaitAsync(TimeSpan.FromSeconds(30));

    public static async Task<LiveClient> Start(HubClient hub)
    {
        var client = new LiveClient(hub);
        await hub.Start();
        return client;
    }

    public Task<T> Ask<T>(string method, params object?[] arguments) => _hub.Ask<T>(method, arguments);

    public Task Tell(string method, params object?[] arguments) => _hub.Tell(method, arguments);

    /// <summary>The code with which the server says no.</summary>
    public async Task<string> Refused(string method, params object?[] arguments) =>
        (await Assert.ThrowsAsync<HubRefusedException>(() => _hub.Ask<JsonElement?>(method, arguments))).Code;

    /// <summary>All that this message has told so far.</summary>
    public IReadOnlyList<T> Heard<T>(string message) =>
        [.. _told.Where(told => told.Message == message).Select(told => told.Content.Deserialize<T>(Json)!)];

    /// <summary>Waits until this message has told something of the kind.</summary>
    public async Task<T> Hear<T>(string message, Func<T, bool> kind)
    {
        var found = default(T);
        await Eventually.True(
            () =>
                Heard<T>(message)
                    .Any(content =>
                    {
                        var wanted = content is not null && kind(content);
                        if (wanted)
                            found = content;
                        return wanted;
                    }),
            $"{message} of the kind that is waited for; heard {string.Join("; ", _told.Select(told => $"{told.Message} {told.Content.GetRawText()}"))}");
        return found!;
    }

    /// <summary>Each row as a message of its own: tests wait for one.</summary>
    private void HearBoard(JsonElement change)
    {
        foreach (var (list, message) in new[] { ("emergencies", "EmergencyChanged"), ("units", "UnitChanged"), ("alarms", "AlarmChanged") })
        {
            foreach (var row in change.GetProperty(list).EnumerateArray())
                _told.Enqueue((message, row));
        }
    }

    public ValueTask DisposeAsync() => _hub.DisposeAsync();
}
