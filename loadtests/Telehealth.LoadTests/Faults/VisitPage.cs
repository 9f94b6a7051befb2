using System.Threading.Channels;
using Microsoft.AspNetCore.SignalR.Client;
using Telehealth.LoadTests.Hostile;
using Telehealth.Testing.Hubs;
using Telehealth.Testing.Nodes;

namespace Telehealth.LoadTests.Faults;

/// <summary>
/// Somebody's page in a visit with audio: goes to the next node when one does not answer, takes its seat again, and makes its media anew
/// where the server knows nothing of the old one.
/// </summary>
internal sealed class VisitPage(IReadOnlyList<NodeProcess> nodes, string token, Guid consult, int seed) : IAsyncDisposable
{
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan AsksAgainAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BeginsAnewAfter = TimeSpan.FromSeconds(6);

    private readonly CancellationTokenSource _over = new();
    private readonly Channel<News> _news = Channel.CreateBounded<News>(
        new BoundedChannelOptions(32) { FullMode = BoundedChannelFullMode.DropWrite });

    private Task _sitting = Task.CompletedTask;
    private MediaEnd? _end;
    private SpokenEnd? _spoken;
    private Guid? _seat;
    private int _node;
    private int _ends;

    private enum News
    {
        Moved,
        OtherTracks,
        Closed,
        Quiet,
    }

    /// <summary>When it heard the other.</summary>
    public SoundTimes Heard { get; } = new();

    /// <summary>What it saw the last time that a node was no use to it.</summary>
    public string Trouble { get; private set; } = string.Empty;

    public void Open() => _sitting = Task.Run(Sit);

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _sitting;
        _spoken?.Dispose();
        _over.Dispose();
    }

    private async Task Sit()
    {
        while (!_over.IsCancellationRequested)
        {
            try
            {
                await SitAt(nodes[_node % nodes.Count]);
            }
            catch (Exception lost) when (PersistentHub.IsLost(lost) || lost is HubRefusedException)
            {
                // The next node, then.
                Trouble = lost.Message;
            }

            _node++;
            await Task.Delay(LookEvery / 2, _over.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task SitAt(NodeProcess node)
    {
        var client = HubClient.To(node.Hub("/hub/consult"), token);
        client.Connection.Closed += _ => Task.FromResult(_news.Writer.TryWrite(News.Closed));
        client.Connection.On<Guid>("RoomMoved", _ => _news.Writer.TryWrite(News.Moved));
        client.Connection.On<Guid, int, int>("MediaChanged", (_, _, _) => _news.Writer.TryWrite(News.OtherTracks));
        try
        {
            await Within(client.Start);
            while (_news.Reader.TryRead(out _))
            {
                // Of the connection before.
            }

            await TakeSeat(client);
            var asked = TimeSpan.Zero;
            while (client.Connection.State == HubConnectionState.Connected)
                asked = await Follow(client, asked);
        }
        finally
        {
            PersistentHub.Forget(client);
        }
    }

    /// <summary>What a page does when it hears something, or nothing.</summary>
    private async Task<TimeSpan> Follow(HubClient client, TimeSpan asked)
    {
        var news = await Next();
        var silent = Heard.SilentFor ?? TimeSpan.Zero;
        if (silent < AsksAgainAfter)
            asked = TimeSpan.Zero;
        if (news == News.Moved)
        {
            await TakeSeat(client);
        }
        else if (news == News.OtherTracks || (Heard.SilentFor is null && _spoken!.IsConnected))
        {
            await Negotiate(client, _end!);
        }
        else if (silent > BeginsAnewAfter && silent - asked > BeginsAnewAfter)
        {
            // As somebody does who loads the page anew.
            _seat = null;
            await TakeSeat(client);
            asked = silent;
        }
        else if (silent > AsksAgainAfter && silent - asked > AsksAgainAfter)
        {
            await TakeSeat(client);
            await Negotiate(client, _end!);
            asked = silent;
        }

        return asked;
    }

    private async Task<News> Next()
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(_over.Token);
        patience.CancelAfter(LookEvery);
        try
        {
            return await _news.Reader.ReadAsync(patience.Token);
        }
        catch (OperationCanceledException) when (!_over.IsCancellationRequested)
        {
            return News.Quiet;
        }
    }

    private async Task TakeSeat(HubClient client)
    {
        var view = await Within(ct => Enter(client, ct));
        if (view.Sitting == _seat && _spoken is not null)
            return;
        _spoken?.Dispose();
        _spoken = null;
        _end = new MediaEnd(seed + 1_000 * _ends++, sends: true, receives: 1);
        _spoken = new SpokenEnd(_end, await Negotiate(client, _end), Heard);
        await Within(ct => client.Ask<object>("ShowMedia", [consult, new { microphone = true, camera = false, screen = false }], ct));
        _seat = view.Sitting;
    }

    private async Task<View> Enter(HubClient client, CancellationToken ct)
    {
        while (true)
        {
            try
            {
                return _seat is { } seat
                    ? await client.Ask<View>("EnterAgain", [new { consultId = consult, afterMessage = 0, sitting = seat }], ct)
                    : await client.Ask<View>("Enter", [consult, 0], ct);
            }
            catch (HubRefusedException refused) when (refused.Code == "consult.room_away")
            {
                await Task.Delay(LookEvery, ct);
            }
        }
    }

    private async Task<string> Negotiate(HubClient client, MediaEnd end)
    {
        var answer = await Within(ct =>
            client.Ask<Answer>("Negotiate", [new { consultId = consult, sdp = end.Offer(), sources = end.Sources }], ct));
        return answer.Sdp;
    }

    private async Task Within(Func<CancellationToken, Task> ask) => await Within(async ct =>
    {
        await ask(ct);
        return true;
    });

    private async Task<T> Within<T>(Func<CancellationToken, Task<T>> ask)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(_over.Token);
        patience.CancelAfter(AnswerWithin);
        return await ask(patience.Token);
    }

    private sealed record View(Guid Sitting);

    private sealed record Answer(string Sdp);
}
