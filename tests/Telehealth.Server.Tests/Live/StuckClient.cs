using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Telehealth.Server.Tests.Access;

namespace Telehealth.Server.Tests.Live;

/// <summary>
/// Somebody's page that asks and does not read: a real socket whose buffer is small and stays full until <see cref="Read"/>.
/// </summary>
internal sealed class StuckClient : IDisposable
{
    private const char End = '\u001e';

    private readonly ClientWebSocket _socket = new();
    private readonly StringBuilder _unread = new();
    private readonly HttpMessageInvoker _connector;

    private StuckClient()
    {
        _socket.Options.KeepAliveInterval = TimeSpan.Zero;
        _connector = new HttpMessageInvoker(new SocketsHttpHandler
        {
            UseProxy = false,
            ConnectCallback = async (context, ct) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 2_048, NoDelay = true };
                await socket.ConnectAsync(context.DnsEndPoint, ct);
                return new NetworkStream(socket, ownsSocket: true);
            },
        });
    }

    public static Task<StuckClient> Open(Uri address, string hub, string token) => Open(address, hub, ("Authorization", $"Bearer {token}"));

    public static Task<StuckClient> Open(Uri address, string hub, Browser browser) =>
        Open(address, hub, ("Cookie", browser.CookieHeader), ("Origin", address.GetLeftPart(UriPartial.Authority)));

    /// <summary>Asks without waiting for the answer, however large.</summary>
    public Task Ask(string method, params object?[] arguments) =>
        Send(JsonSerializer.Serialize(new { type = 1, invocationId = Guid.NewGuid(), target = method, arguments }, AccessHost.Json));

    /// <summary>As a page asks, which gives a command its trace beside the arguments.</summary>
    public Task AskWith(IReadOnlyDictionary<string, string> headers, string method, params object?[] arguments) => Send(
        JsonSerializer.Serialize(new { type = 1, headers, invocationId = Guid.NewGuid(), target = method, arguments }, AccessHost.Json));

    /// <summary>Begins to read: every message until one is of the kind. Null when the server has ended the connection before.</summary>
    public async Task<JsonElement?> Read(Func<JsonElement, bool> kind)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var buffer = new byte[64 * 1024];
        while (true)
        {
            foreach (var message in TakeWhole())
            {
                if (kind(message))
                    return message;
            }

            try
            {
                var received = await _socket.ReceiveAsync(buffer.AsMemory(), deadline.Token);
                if (received.MessageType == WebSocketMessageType.Close)
                    return null;
                _unread.Append(Encoding.UTF8.GetString(buffer, 0, received.Count));
            }
            catch (WebSocketException)
            {
                return null;
            }
        }
    }

    /// <summary>Reads to the end of the connection; fails when the server still holds it.</summary>
    public Task WaitForEnd() => Read(_ => false);

    public void Dispose()
    {
        _socket.Dispose();
        _connector.Dispose();
    }

    private static async Task<StuckClient> Open(Uri address, string hub, params (string Name, string Value)[] headers)
    {
        var client = new StuckClient();
        foreach (var (name, value) in headers)
            client._socket.Options.SetRequestHeader(name, value);
        await client._socket.ConnectAsync(new Uri($"ws://{address.Authority}/hub/{hub}"), client._connector, CancellationToken.None);
        await client.Send("{\"protocol\":\"json\",\"version\":1}");
        return client;
    }

    private Task Send(string text) =>
        _socket.SendAsync(Encoding.UTF8.GetBytes(text + End), WebSocketMessageType.Text, true, CancellationToken.None);

    private List<JsonElement> TakeWhole()
    {
        var pieces = _unread.ToString().Split(End);
        _unread.Clear().Append(pieces[^1]);
        return [.. pieces[..^1].Select(piece => JsonDocument.Parse(piece).RootElement)];
    }
}
