using System.Net.WebSockets;
using System.Text;

namespace Telehealth.LoadTests.Dispatch;

/// <summary>
/// A console on a machine of its own: it watches the board and takes what it is told off the wire, and what it makes of it is no part of
/// the load. Fifty browsers in one process would need more than the server does.
/// </summary>
internal sealed class DistantConsole : IAsyncDisposable
{
    private const char EndOfMessage = '\u001e';
    private static readonly TimeSpan PingEvery = TimeSpan.FromSeconds(10);

    private readonly ClientWebSocket _socket = new();
    private readonly CancellationTokenSource _stop = new();
    private Task _life = Task.CompletedTask;

    public static async Task<DistantConsole> Open(Uri hub, string accessToken, CancellationToken ct)
    {
        var console = new DistantConsole();
        console._socket.Options.SetRequestHeader("Authorization", $"Bearer {accessToken}");
        await console._socket.ConnectAsync(hub, ct);
        await console.Send("""{"protocol":"json","version":1}""", ct);
        await console.Send("""{"type":1,"invocationId":"1","target":"WatchBoard","arguments":[]}""", ct);
        console._life = Task.WhenAll(console.Take(), console.Ping());
        return console;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _life.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _socket.Dispose();
        _stop.Dispose();
    }

    private async Task Take()
    {
        var buffer = new byte[256 * 1024];
        while (_socket.State == WebSocketState.Open)
            await _socket.ReceiveAsync(buffer.AsMemory(), _stop.Token);
    }

    private async Task Ping()
    {
        using var tick = new PeriodicTimer(PingEvery);
        while (await tick.WaitForNextTickAsync(_stop.Token))
            await Send("""{"type":6}""", _stop.Token);
    }

    private Task Send(string message, CancellationToken ct) =>
        _socket.SendAsync(Encoding.UTF8.GetBytes(message + EndOfMessage), WebSocketMessageType.Text, endOfMessage: true, ct);
}
