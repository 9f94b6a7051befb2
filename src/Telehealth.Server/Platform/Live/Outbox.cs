using System.Diagnostics;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Telehealth.Server.Platform.Contracts;

namespace Telehealth.Server.Platform.Live;

/// <summary>One message for any number of connections: written as bytes once, by the first that sends it.</summary>
internal sealed class Letter(string message, object?[] arguments)
{
    public string Message { get; } = message;

    public object?[] Arguments { get; } = arguments;

    public SerializedHubMessage Content { get; } = new(new InvocationMessage(message, arguments));
}

/// <summary>
/// What one connection is still to be told, in order. Whoever tells never waits: what the connection does not take at once waits here, and
/// a connection that has too much waiting, or lets something wait for too long, is dropped. It heals by its snapshot when it comes back.
/// Any thread may put; one at a time sends.
/// </summary>
internal sealed class Outbox(
    HubConnectionContext connection, LiveOptions limits, IReadOnlyDictionary<string, Conflation> conflations, Action<string> dropped)
{
    private readonly Lock _lock = new();

    /// <summary>What waits, the oldest first. The one that is being sent is not in it.</summary>
    private readonly LinkedList<(Letter Letter, long Since)> _waiting = [];

    private bool _isSending;
    private bool _isClosed;

    public string ConnectionId => connection.ConnectionId;

    /// <summary>The groups that it is in; written under the lock of <see cref="HubGroups{THub}"/> only.</summary>
    public HashSet<string> Groups { get; } = new(StringComparer.Ordinal);

    /// <summary>Its node ends, and has told it: it comes back at another one in a moment.</summary>
    public bool IsLedAway { get; private set; }

    public void Put(Letter letter)
    {
        lock (_lock)
        {
            if (_isClosed || (_isSending && IsConflated(letter)))
                return;
            if (_waiting.Count >= limits.Messages)
            {
                Drop("full");
                return;
            }

            _waiting.AddLast((letter, Stopwatch.GetTimestamp()));
            if (_isSending)
                return;
            _isSending = true;
        }

        // Goes on by itself until nothing waits; whatever it can fail of ends this connection alone.
        _ = SendWaiting();
    }

    public void LeadAway(Letter hint)
    {
        IsLedAway = true;
        Put(hint);
    }

    /// <summary>Says why the connection is not served, so that its client can tell this from a lost line, and ends it.</summary>
    public async Task Refuse(Rejection rejection, bool mayReturn = false)
    {
        Close();
        try
        {
            await connection
                .WriteAsync(new CloseMessage($"{rejection.Code}: {rejection.Text}", allowReconnect: mayReturn))
                .AsTask()
                .WaitAsync(limits.Oldest);
            connection.Abort();
        }
        catch (Exception)
        {
            // It does not read, or has ended already.
            Abort();
        }
    }

    /// <summary>The connection has ended: nothing more is kept for it.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _isClosed = true;
            _waiting.Clear();
        }
    }

    private async Task SendWaiting()
    {
        try
        {
            while (Next() is var (letter, since))
            {
                var patience = limits.Oldest - Stopwatch.GetElapsedTime(since);
                if (patience <= TimeSpan.Zero)
                    throw new TimeoutException();
                var write = connection.WriteAsync(letter.Content);
                if (write.IsCompletedSuccessfully)
                    await write;
                else
                    await write.AsTask().WaitAsync(patience);
            }
        }
        catch (TimeoutException)
        {
            Drop("slow");
        }
        catch (Exception)
        {
            // The framework has ended the connection and written down why.
            Drop("failed");
        }
    }

    private (Letter Letter, long Since)? Next()
    {
        lock (_lock)
        {
            if (_waiting.First is not { } first)
            {
                _isSending = false;
                return null;
            }

            _waiting.RemoveFirst();
            return first.Value;
        }
    }

    /// <summary>A newer value of its kind takes the place of the one that waits, and nobody is told what is no longer so.</summary>
    private bool IsConflated(Letter letter)
    {
        if (!conflations.TryGetValue(letter.Message, out var conflation))
            return false;
        for (var node = _waiting.Last; node is not null; node = node.Previous)
        {
            if (node.Value.Letter.Message != letter.Message)
                continue;
            var merged = conflation.Merge(node.Value.Letter.Arguments, letter.Arguments);
            node.Value = (new Letter(letter.Message, merged), node.Value.Since);
            return true;
        }

        return false;
    }

    private void Drop(string reason)
    {
        lock (_lock)
        {
            if (_isClosed)
                return;
            Close();
        }

        dropped(reason);
        // Ending a connection runs what others do at its end: not on the thread of the one who tells.
        ThreadPool.UnsafeQueueUserWorkItem(outbox => outbox.Abort(), this, preferLocal: false);
    }

    /// <summary>Not in peace: a word of farewell would wait behind all that the connection does not take.</summary>
    private void Abort()
    {
        connection.Abort();
        connection.Features.Get<IConnectionLifetimeFeature>()?.Abort();
    }
}
