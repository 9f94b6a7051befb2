using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Telehealth.Testing.Hubs;

namespace Telehealth.Testing.Nodes;

/// <summary>
/// A dispatcher's screen that lets itself be led from node to node: when it is told to move it ends what it has begun and connects again at
/// the same address. It remembers how each of its connections ended, and what it was told on it. One caller at a time.
/// </summary>
/// <param name="hub">The address of the dispatchers' hub.</param>
/// <param name="accessToken">From <see cref="HubClient.SignIn"/>; it is known to all nodes.</param>
/// <param name="ledger">Where each answer is written down.</param>
public sealed class LedScreen(Uri hub, string accessToken, CommandLedger ledger) : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(20);

    private readonly Uri _hub = hub;
    private readonly string _accessToken = accessToken;
    private readonly SemaphoreSlim _connecting = new(1);
    private readonly ConcurrentQueue<string> _cuts = new();
    private readonly ConcurrentQueue<string> _twice = new();
    private Line? _line;
    private int _moves;
    private int _refusals;
    private volatile bool _isOver;

    /// <summary>How often it was told to move.</summary>
    public int Moves => Volatile.Read(ref _moves);

    /// <summary>How often it was not let in, or closed with a reason.</summary>
    public int Refusals => Volatile.Read(ref _refusals);

    /// <summary>Connections that ended though nobody had said a word.</summary>
    public IReadOnlyCollection<string> Cuts => _cuts;

    /// <summary>Changes that were told twice on one connection.</summary>
    public IReadOnlyCollection<string> ToldTwice => _twice;

    /// <summary>Whether it has a connection now on which it has taken its snapshot.</summary>
    public bool IsConnected => Volatile.Read(ref _line) is { IsOver: false };

    /// <summary>Connects, and goes on doing so for as long as it is open.</summary>
    public async Task Stay(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            var line = await Connected(ct);
            await line.Over.WaitAsync(ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Sends until there is an answer, with the same id.</summary>
    public async Task<T> Send<T>(Guid commandId, string method, object command, CancellationToken ct)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var line = await Connected(ct);
            try
            {
                using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
                patience.CancelAfter(AnswerWithin);
                var answer = await line.Ask<T>(method, command, patience.Token);
                ledger.Acknowledge(commandId, this, node: null, began);
                return answer;
            }
            catch (HubRefusedException refused) when (refused.Code is not ("store.unavailable" or "entity.busy"))
            {
                ledger.Refuse($"{method}: {refused.Code}");
                throw;
            }
            catch (Exception lost) when (IsLost(lost) && !ct.IsCancellationRequested)
            {
                ledger.Retry(lost.GetType().Name);
                await Task.Delay(Pause, ct);
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _isOver = true;
        if (_line is { } line)
            await line.End();
        _connecting.Dispose();
    }

    private static bool IsLost(Exception exception) =>
        exception is WebSocketException or HttpRequestException or IOException or OperationCanceledException or HubException
            or HubRefusedException or InvalidOperationException;

    private async Task<Line> Connected(CancellationToken ct)
    {
        await _connecting.WaitAsync(ct);
        try
        {
            while (_line is not { IsLeaving: false, IsOver: false })
            {
                ct.ThrowIfCancellationRequested();
                try
                {
                    _line = await Line.Open(this, ct);
                }
                catch (Exception refused) when (IsLost(refused) && !ct.IsCancellationRequested)
                {
                    Interlocked.Increment(ref _refusals);
                    await Task.Delay(Pause, ct);
                }
            }

            return _line;
        }
        finally
        {
            _connecting.Release();
        }
    }

    private sealed class Line
    {
        private readonly LedScreen _screen;
        private readonly HubClient _client;
        private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly HashSet<string> _told = new(StringComparer.Ordinal);
        private int _underWay;

        private Line(LedScreen screen)
        {
            _screen = screen;
            _client = HubClient.To(screen._hub, screen._accessToken);
            _client.Connection.On<JsonElement>("Move", _ => Leave());
            _client.Connection.On<JsonElement>("BoardChanged", Hear);
            _client.Connection.Closed += Closed;
        }

        public bool IsLeaving { get; private set; }

        public bool IsOver => _over.Task.IsCompleted;

        public Task Over => _over.Task;

        public static async Task<Line> Open(LedScreen screen, CancellationToken ct)
        {
            var line = new Line(screen);
            try
            {
                await line._client.Start(ct);
                await line._client.Ask<JsonElement>("WatchBoard", [], ct);
                return line;
            }
            catch
            {
                await line.End();
                throw;
            }
        }

        public async Task<T> Ask<T>(string method, object command, CancellationToken ct)
        {
            Interlocked.Increment(ref _underWay);
            try
            {
                return await _client.Ask<T>(method, [command], ct);
            }
            finally
            {
                Interlocked.Decrement(ref _underWay);
            }
        }

        public async Task End()
        {
            IsLeaving = true;
            try
            {
                await _client.DisposeAsync();
            }
            catch (Exception gone) when (IsLost(gone))
            {
                // It was gone already.
            }

            _over.TrySetResult();
        }

        private void Leave()
        {
            Interlocked.Increment(ref _screen._moves);
            IsLeaving = true;
            _ = Task.Run(async () =>
            {
                for (var looks = 0; looks < 40 && Volatile.Read(ref _underWay) > 0; looks++)
                    await Task.Delay(50);
                await End();
            });
        }

        private Task Closed(Exception? cause)
        {
            if (!IsLeaving && !_screen._isOver)
            {
                if (cause?.Message.Contains("hub.moved", StringComparison.Ordinal) == true)
                    Interlocked.Increment(ref _screen._refusals);
                else
                    _screen._cuts.Enqueue(cause?.Message ?? "closed");
            }

            _over.TrySetResult();
            return Task.CompletedTask;
        }

        private void Hear(JsonElement change)
        {
            foreach (var row in change.GetProperty("emergencies").EnumerateArray())
            {
                var told = $"{row.GetProperty("id").GetString()} {row.GetProperty("version").GetInt64()}";
                if (!_told.Add(told))
                    _screen._twice.Enqueue(told);
            }
        }
    }
}
