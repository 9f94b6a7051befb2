using System.Net.WebSockets;
using Microsoft.AspNetCore.SignalR;
using Telehealth.Testing.Hubs;

namespace Telehealth.Testing.Nodes;

/// <summary>
/// Somebody's page behind a proxy: sends each command until it is answered, with the same id, and goes to the next node when one does not
/// answer. One caller at a time.
/// </summary>
/// <param name="nodes">Tried in this order, beginning anew with the next after each failure.</param>
/// <param name="path">The hub's, such as <c>/hub/dispatch</c>.</param>
/// <param name="accessToken">From <see cref="HubClient.SignIn"/>; it is known to all nodes.</param>
/// <param name="ledger">Where each answer is written down.</param>
public sealed class PersistentHub(IReadOnlyList<NodeProcess> nodes, string path, string accessToken, CommandLedger ledger)
    : IAsyncDisposable
{
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    // Whether it was done is not known, or it was not done; in both cases the same command may be sent again.
    private static readonly HashSet<string> Retryable = new(StringComparer.Ordinal) { "store.unavailable", "entity.busy" };

    private int _node;
    private HubClient? _client;

    /// <summary>What is sent before anything else on each new connection, such as that a console has its board on the screen.</summary>
    public Func<HubClient, CancellationToken, Task> Greet { get; init; } = (_, _) => Task.CompletedTask;

    /// <summary>Sends until there is an answer.</summary>
    /// <typeparam name="T">What the caller reads of the answer.</typeparam>
    /// <exception cref="HubRefusedException">It was refused in another way than by telling to send it again.</exception>
    public async Task<T> Send<T>(Guid commandId, string method, object command, CancellationToken ct)
    {
        var (began, node) = (TimeProvider.System.GetTimestamp(), nodes[_node % nodes.Count]);
        ledger.Begin(this, began);
        try
        {
            var answer = await Ask<T>(method, [command], ct);
            ledger.Acknowledge(commandId, this, node, began);
            return answer;
        }
        finally
        {
            ledger.End(this);
        }
    }

    /// <summary>As <see cref="Send"/>, for a question, which is in no log.</summary>
    /// <exception cref="HubRefusedException">It was refused in another way than by telling to send it again.</exception>
    public async Task<T> Ask<T>(string method, object?[] arguments, CancellationToken ct)
    {
        while (true)
        {
            ct.ThrowIfCancellationRequested();
            try
            {
                using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
                patience.CancelAfter(AnswerWithin);
                var client = await Connected(patience.Token);
                return await client.Ask<T>(method, arguments, patience.Token);
            }
            catch (HubRefusedException refused)
            {
                if (!Retryable.Contains(refused.Code))
                {
                    ledger.Refuse($"{method}: {refused.Code}");
                    throw;
                }

                ledger.Retry(refused.Code);
            }
            catch (Exception lost) when (IsLost(lost) && !ct.IsCancellationRequested)
            {
                ledger.Retry(lost.GetType().Name);
                await Leave();
                _node++;
            }

            await Task.Delay(Pause, ct);
        }
    }

    /// <summary>Whether it says that the connection or the node is gone, and not that the command is wrong.</summary>
    public static bool IsLost(Exception exception) =>
        exception is WebSocketException or HttpRequestException or IOException or OperationCanceledException or HubException
            or InvalidOperationException;

    /// <summary>Ends a connection without waiting: a node that stands still answers no goodbye.</summary>
    public static void Forget(HubClient client) =>
        _ = Task.Run(async () =>
        {
            try
            {
                await client.DisposeAsync();
            }
            catch (Exception gone) when (IsLost(gone))
            {
                // It was gone already.
            }
        });

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await Leave();

    private async Task<HubClient> Connected(CancellationToken ct)
    {
        if (_client is not null)
            return _client;
        var client = HubClient.To(nodes[_node % nodes.Count].Hub(path), accessToken);
        try
        {
            await client.Start(ct);
            await Greet(client, ct);
            return _client = client;
        }
        catch
        {
            Forget(client);
            throw;
        }
    }

    private Task Leave()
    {
        if (_client is { } client)
            Forget(client);
        _client = null;
        return Task.CompletedTask;
    }
}
