using System.Collections.Concurrent;
using System.Diagnostics;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Server.Rescue.Units;

namespace Telehealth.Server.Rescue.Dispatching;

/// <summary>
/// Units that this node is asking at this moment. Until the index has heard of it, others that are
/// looked for at the same time would choose the same unit and be refused by the log; here they see
/// it and choose the next one. A courtesy between searches, not the rule: that is in the database.
/// </summary>
internal sealed class PendingOffers
{
    /// <summary>By then the index knows.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<UnitKey, long> _since = new();

    /// <summary>False when another search is asking it.</summary>
    public bool TryTake(UnitKey unit)
    {
        var now = Stopwatch.GetTimestamp();
        return _since.TryAdd(unit, now)
            || (_since.TryGetValue(unit, out var since) && IsOld(since, now) && _since.TryUpdate(unit, now, since));
    }

    /// <summary>It was not asked after all.</summary>
    public void GiveBack(UnitKey unit) => _since.TryRemove(unit, out _);

    /// <summary>Those of a tenant that are being asked; the old ones are forgotten on the way.</summary>
    public HashSet<UnitId> Of(TenantId tenant)
    {
        var now = Stopwatch.GetTimestamp();
        var asked = new HashSet<UnitId>();
        foreach (var (unit, since) in _since)
        {
            if (IsOld(since, now))
                _since.TryRemove(new KeyValuePair<UnitKey, long>(unit, since));
            else if (unit.Tenant == tenant)
                asked.Add(unit.Unit);
        }

        return asked;
    }

    private static bool IsOld(long since, long now) => Stopwatch.GetElapsedTime(since, now) > Remembered;
}
