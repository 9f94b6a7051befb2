using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR;
using Telehealth.Server.Platform.Access;
using Telehealth.Server.Platform.Contracts;

namespace Telehealth.Server.Tests.Access;

internal enum KnockKind
{
    Soft,
    Loud,
}

internal sealed record Knock(string Text, KnockKind Kind, IReadOnlyList<KnockPart> Parts, string? Note);

internal sealed record KnockPart(string Text);

/// <summary>A hub for tests of the gate.</summary>
internal sealed class KnockHub : Hub
{
    private readonly string _welcome = "welcome";

    [Allow(Roles.SignedIn)]
    public Task<Reply<string>> WhoAmI() => Task.FromResult<Reply<string>>(Caller.Of(Context.User).Name);

    [Allow(Roles.Clinician)]
    public Task<Reply<string>> ForClinicians() => Task.FromResult<Reply<string>>(_welcome);

    [Allow(Roles.SignedIn)]
    public Task<Reply<string>> Knock(Knock knock) =>
        Task.FromResult<Reply<string>>(_welcome == knock.Text ? "and welcome again" : knock.Text);

    /// <summary>Answers when the connection is gone.</summary>
    [Allow(Roles.SignedIn)]
    public async Task<Reply<string>> Wait()
    {
        await Task.Delay(Timeout.Infinite, Context.ConnectionAborted);
        return _welcome;
    }

    [Allow(Roles.SignedIn), Costly]
    public Task<Reply<string>> Reckon() => Task.FromResult<Reply<string>>(_welcome);

    public Task<Reply<string>> NamesNobody() => Task.FromResult<Reply<string>>(_welcome);
}

/// <summary>A hub client of a few lines, so that a test decides every header and query value itself.</summary>
internal sealed class HubSocket : IDisposable
{
    private const char End = '\u001e';

    private readonly ClientWebSocket _socket = new();
    private readonly Queue<string> _received = new();
    private int _invocations;
    private string? _farewell;

    /// <summary>Opens and shakes hands.</summary>
    /// <exception cref="WebSocketException">The server refused; <see cref="Status"/> says how.</exception>
    public static async Task<HubSocket> Open(Uri address, string path, Action<ClientWebSocketOptions> headers)
    {
        var hub = new HubSocket();
        hub._socket.Options.CollectHttpResponseDetails = true;
        headers(hub._socket.Options);
        try
        {
            await hub._socket.ConnectAsync(new Uri($"ws://{address.Authority}{path}"), Patience());
        }
        catch (WebSocketException exception)
        {
            exception.Data["status"] = (int)hub._socket.HttpStatusCode;
            hub.Dispose();
            throw;
        }

        await hub.Send("{\"protocol\":\"json\",\"version\":1}");
        Assert.Equal("{}", await hub.Receive());
        return hub;
    }

    public static Task<HubSocket> Open(AccessHost host, Browser browser, string path = "/hub/knock") => Open(host.Address, path, options =>
    {
        options.SetRequestHeader("Cookie", browser.CookieHeader);
        options.SetRequestHeader("Origin", host.Address.GetLeftPart(UriPartial.Authority));
    });

    /// <summary>
    /// The value of the reply, or the code of its refusal, or <c>error</c> when the framework itself failed the invocation.
    /// </summary>
    public async Task<string> Invoke(string method, params object?[] arguments)
    {
        var id = (++_invocations).ToString(System.Globalization.CultureInfo.InvariantCulture);
        await Send(JsonSerializer.Serialize(new { type = 1, invocationId = id, target = method, arguments }, AccessHost.Json));
        while (true)
        {
            using var message = JsonDocument.Parse(await Receive() ?? throw new IOException("The connection has ended."));
            if (message.RootElement.GetProperty("type").GetInt32() != 3)
                continue;
            Assert.Equal(id, message.RootElement.GetProperty("invocationId").GetString());
            if (!message.RootElement.TryGetProperty("result", out var reply))
                return "error";
            return reply.GetProperty("error") is { ValueKind: JsonValueKind.Object } error
                ? error.GetProperty("code").GetString()!
                : reply.GetProperty("value").GetString()!;
        }
    }

    /// <summary>Returns once the server has ended the connection.</summary>
    public async Task WaitForEnd()
    {
        while (await Receive() is not null)
        {
        }
    }

    /// <summary>Asks and does not wait for the answer.</summary>
    public Task Tell(string method) =>
        Send(
            JsonSerializer.Serialize(
                new
                {
                    type = 1,
                    invocationId = "0",
                    target = method,
                    arguments = Array.Empty<object>(),
                },
                AccessHost.Json));

    /// <summary>Why the server ended the connection; null when it said nothing.</summary>
    public async Task<string?> Closed()
    {
        await WaitForEnd();
        return _farewell;
    }

    /// <summary>Breaks the line without a word.</summary>
    public void Break() => _socket.Abort();

    public void Dispose() => _socket.Dispose();

    private static CancellationToken Patience() => new CancellationTokenSource(TimeSpan.FromSeconds(20)).Token;

    private Task Send(string text) => _socket.SendAsync(Encoding.UTF8.GetBytes(text + End), WebSocketMessageType.Text, true, Patience());

    private async Task<string?> Receive()
    {
        var patience = Patience();
        var buffer = new byte[64 * 1024];
        while (_received.Count == 0)
        {
            ValueWebSocketReceiveResult result;
            var length = 0;
            try
            {
                do
                {
                    result = await _socket.ReceiveAsync(buffer.AsMemory(length), patience);
                    length += result.Count;
                }
                while (!result.EndOfMessage);
            }
            catch (WebSocketException)
            {
                return null;
            }

            if (result.MessageType == WebSocketMessageType.Close)
                return null;
            foreach (var message in Encoding.UTF8.GetString(buffer, 0, length).Split(End, StringSplitOptions.RemoveEmptyEntries))
                _received.Enqueue(message);
        }

        var next = _received.Dequeue();
        if (!next.Contains("\"type\":7", StringComparison.Ordinal))
            return next;
        _farewell = next;
        return null;
    }
}
