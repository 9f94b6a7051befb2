using System.IO.Pipelines;
using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;

namespace Telehealth.Testing.Hubs;

/// <summary>Opens the WebSocket under a hub connection and moves its bytes between socket and pipes.</summary>
internal sealed class WebSocketConnectionFactory(IReadOnlyDictionary<string, string> headers) : IConnectionFactory
{
    public async ValueTask<ConnectionContext> ConnectAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        var socket = new ClientWebSocket();
        try
        {
            foreach (var (name, value) in headers)
            {
                socket.Options.SetRequestHeader(name, value);
            }

            await socket.ConnectAsync(((UriEndPoint)endpoint).Uri, cancellationToken);
            return new WebSocketConnection(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

/// <summary>One open WebSocket as the hub client sees it. Two loops own it; both end when either side closes.</summary>
internal sealed class WebSocketConnection : ConnectionContext
{
    private readonly ClientWebSocket _socket;
    private readonly Duplex _ours;
    private readonly CancellationTokenSource _closed = new();
    private readonly Task _loops;

    public WebSocketConnection(ClientWebSocket socket)
    {
        _socket = socket;
        var options = new PipeOptions(useSynchronizationContext: false);
        var incoming = new Pipe(options);
        var outgoing = new Pipe(options);
        Transport = new Duplex(incoming.Reader, outgoing.Writer);
        _ours = new Duplex(outgoing.Reader, incoming.Writer);
        _loops = Task.WhenAll(Receive(), Send());
    }

    public override string ConnectionId { get; set; } = string.Empty;

    public override IFeatureCollection Features { get; } = new FeatureCollection();

    public override IDictionary<object, object?> Items { get; set; } = new Dictionary<object, object?>();

    public override IDuplexPipe Transport { get; set; }

    public override CancellationToken ConnectionClosed
    {
        get => _closed.Token;
        set => throw new NotSupportedException();
    }

    public override void Abort(ConnectionAbortedException abortReason)
    {
        _ours.Input.CancelPendingRead();
        _socket.Abort();
    }

    public override async ValueTask DisposeAsync()
    {
        await Transport.Output.CompleteAsync();
        await Transport.Input.CompleteAsync();
        await _loops;
        _socket.Dispose();
        _closed.Dispose();
        await base.DisposeAsync();
    }

    private async Task Receive()
    {
        Exception? failure = null;
        try
        {
            while (true)
            {
                var result = await _socket.ReceiveAsync(_ours.Output.GetMemory(4096), CancellationToken.None);
                if (result.MessageType == WebSocketMessageType.Close)
                {
                    break;
                }

                _ours.Output.Advance(result.Count);
                if ((await _ours.Output.FlushAsync()).IsCompleted)
                {
                    break;
                }
            }
        }
        catch (Exception lost) when (lost is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            failure = lost;
        }

        await _ours.Output.CompleteAsync(failure);
        _ours.Input.CancelPendingRead();
        await _closed.CancelAsync();
    }

    private async Task Send()
    {
        try
        {
            while (true)
            {
                var read = await _ours.Input.ReadAsync();
                // The hub connection flushes whole messages; several may share a frame, because each ends with its own separator.
                var rest = read.Buffer.Length;
                foreach (var part in read.Buffer)
                {
                    rest -= part.Length;
                    await _socket.SendAsync(part, WebSocketMessageType.Text, endOfMessage: rest == 0, CancellationToken.None);
                }

                _ours.Input.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted || read.IsCanceled)
                {
                    break;
                }
            }

            await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        }
        catch (Exception lost) when (lost is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The other loop sees the same end and tells the hub connection.
        }

        await _ours.Input.CompleteAsync();
    }

    private sealed record Duplex(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
