using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Telehealth.Testing.Hubs;

/// <summary>
/// A device or a program that speaks to a hub: the framework's own <see cref="HubConnection"/> over one WebSocket, without negotiation.
/// Signs in with a device token, which travels in a header and so in no log.
/// </summary>
public sealed class HubClient : IAsyncDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>
    /// As our pages do. The framework's clients wait as long as the server's patience lasts, and one that only listens is ended now and then.
    /// </summary>
    private static readonly TimeSpan PingEvery = TimeSpan.FromSeconds(5);

    private HubClient(HubConnection connection) => Connection = connection;

    /// <summary>For handlers (<c>Connection.On</c>) and for the moment when it closes.</summary>
    public HubConnection Connection { get; }

    /// <summary>A connection that has not been started, so that handlers can be added first.</summary>
    /// <param name="hub">Such as <c>ws://127.0.0.1:5080/hub/unit</c>.</param>
    /// <param name="accessToken">From <see cref="SignIn"/>.</param>
    public static HubClient To(Uri hub, string accessToken) =>
        To(hub, new Dictionary<string, string> { ["Authorization"] = $"Bearer {accessToken}" });

    /// <summary>As above, with whatever says who connects, such as a browser's cookie and origin.</summary>
    public static HubClient To(Uri hub, IReadOnlyDictionary<string, string> headers)
    {
        var protocol = new JsonHubProtocol(Options.Create(new JsonHubProtocolOptions { PayloadSerializerOptions = Json }));
        var connections = new WebSocketConnectionFactory(headers);
        return new HubClient(new HubConnection(
            connections, protocol, new UriEndPoint(hub), new ServiceCollection().BuildServiceProvider(), NullLoggerFactory.Instance)
        {
            KeepAliveInterval = PingEvery,
        });
    }

    /// <summary>Asks for a device token.</summary>
    /// <exception cref="InvalidOperationException">The sign-in was refused.</exception>
    public static async Task<string> SignIn(HttpClient http, string email, string password, CancellationToken ct = default)
    {
        using var response = await http.PostAsJsonAsync("/api/access/device/token", new { email, password }, Json, ct);
        if (response.StatusCode != HttpStatusCode.OK)
        {
            throw new InvalidOperationException(
                $"{email} could not sign in: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync(ct)}");
        }

        var tokens = await response.Content.ReadFromJsonAsync<JsonElement>(Json, ct);
        return tokens.GetProperty("accessToken").GetString()!;
    }

    public Task Start(CancellationToken ct = default) => Connection.StartAsync(ct);

    /// <summary>Asks and takes the value of the reply.</summary>
    /// <exception cref="HubRefusedException">The server refused, with its stable code.</exception>
    public async Task<T> Ask<T>(string method, object?[] arguments, CancellationToken ct = default)
    {
        var reply = await Connection.InvokeCoreAsync<Reply<T>>(method, arguments, ct);
        return reply.Error is null ? reply.Value! : throw new HubRefusedException(method, reply.Error.Code, reply.Error.Text);
    }

    /// <summary>Tells without waiting for an answer, as a device does with its position.</summary>
    public Task Tell(string method, object?[] arguments, CancellationToken ct = default) => Connection.SendCoreAsync(method, arguments, ct);

    public ValueTask DisposeAsync() => Connection.DisposeAsync();

    private sealed record Reply<T>(T? Value, Refusal? Error);

    private sealed record Refusal(string Code, string Text);
}

/// <summary>A hub said no.</summary>
public sealed class HubRefusedException(string method, string code, string text) : Exception($"{method}: {code}: {text}")
{
    /// <summary>The stable code.</summary>
    public string Code { get; } = code;
}
