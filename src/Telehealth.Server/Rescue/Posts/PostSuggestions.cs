using System.Globalization;
using Telehealth.Dispatch.FleetCoverage;
using Telehealth.Dispatch.Policies;
using Telehealth.Dispatch.Travel;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Server.Rescue.Dispatching;
using Telehealth.Server.Rescue.Emergencies;
using Telehealth.Server.Rescue.Units;

namespace Telehealth.Server.Rescue.Posts;

/// <summary>Suggests where idle units should wait.</summary>
internal sealed class PostSuggestions(
    PostList posts, UnitPositions positions, TravelSources travel, PostDemand demand, UnitQueries units, TimeProvider time) : IDisposable
{
    private static readonly PostingLimits Limits = new();

    // A suggestion costs a search of the roads for each demand point, and no console asks twice a second for another one.
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _oneAtATime = new(1);
    private volatile Known? _last;

    public async Task<PostSuggestionView> Suggest(TenantId tenant, CancellationToken ct)
    {
        await _oneAtATime.WaitAsync(ct);
        try
        {
            if (_last is { } last && last.Tenant == tenant && time.GetUtcNow() - last.At < Remembered)
                return last.View;
            var view = await Reckon(tenant, ct);
            _last = new Known(tenant, time.GetUtcNow(), view);
            return view;
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    /// <summary>A unit has been asked to wait somewhere: the next question is answered anew.</summary>
    public void Forget() => _last = null;

    public void Dispose() => _oneAtATime.Dispose();

    private async Task<PostSuggestionView> Reckon(TenantId tenant, CancellationToken ct)
    {
        var all = posts.All;
        PostView[] shown = [.. all.Select(post => new PostView(post.Name, post.Place.Latitude, post.Place.Longitude))];
        if (all.Count == 0)
            return new PostSuggestionView(0, 0, [], shown, "No posts are configured.");
        var now = time.GetUtcNow();
        var rows = (await units.OnShift(tenant, ct)).Where(row => row.Status == UnitStatus.Available).ToDictionary(row => row.Id);
        List<IdleUnit> idle = [];
        foreach (var row in rows.Values)
        {
            var id = new UnitId(row.Id);
            // Whoever was asked to wait somewhere is on the way there, and counts as there: else the same move would be suggested again.
            if (all.FirstOrDefault(post => post.Name == row.Post) is { } asked)
                idle.Add(new IdleUnit(id, asked.Place));
            else if (positions.Last(new UnitKey(tenant, id)) is { } fix && UnitSelection.IsRecent(fix.At, now))
                idle.Add(new IdleUnit(id, fix.Place));
        }

        var points = await demand.Of(tenant, all, ct);
        var suggestion = travel.Use(source => PostSuggestion.For(idle, all, points, source, Limits));
        var covered = suggestion.Before;
        var moves = suggestion
            .Moves.Select(move =>
            {
                var before = covered;
                covered += move.Gain;
                var callSign = rows[move.Unit.Value].CallSign;
                var reason = $"{callSign} at {move.To.Name}: expected coverage rises from {Percent(before)} to {Percent(covered)}.";
                return new PostMoveView(
                    move.Unit.Value, callSign, move.To.Name,
                    new TravelEstimate((int)move.Travel.Time.TotalSeconds, (int)move.Travel.Length.Metres, move.Travel.Basis.Code()),
                    move.Gain, reason);
            })
            .ToList();
        var text =
            idle.Count == 0 ? "No idle unit has a known place."
            : moves.Count == 0 ? $"Units stand well: no move would be worth it. Expected coverage is {Percent(suggestion.Before)}."
            : $"Expected coverage is {Percent(suggestion.Before)} and could be {Percent(suggestion.After)}.";
        return new PostSuggestionView(suggestion.Before, suggestion.After, moves, shown, text);
    }

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{share * 100:0} %");

    private sealed record Known(TenantId Tenant, DateTimeOffset At, PostSuggestionView View);
}
