using System.Diagnostics;
using Telehealth.Dispatch.Units;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Server.Rescue.Units;

namespace Telehealth.Server.Rescue.Dispatching;

/// <summary>
/// Units that searches are about to ask. Until the index has heard of it, another search would choose the same unit and be refused by the
/// log; here it sees it and chooses the next one. A unit stands here until the index knows that it is asked, until it was not asked after
/// all, or until it has answered. A courtesy between searches, not the rule: that is in the database. Any thread may call.
/// </summary>
internal sealed class AskedUnits
{
    /// <summary>An index that has heard nothing by then is no reason to pass a unit by any longer.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private readonly Dictionary<UnitKey, long> _since = [];

    /// <summary>All of them, or none: another search is asking one.</summary>
    public bool TryTake(IReadOnlyCollection<UnitKey> units)
    {
        var now = Stopwatch.GetTimestamp();
        lock (_lock)
        {
            if (units.Any(unit => _since.TryGetValue(unit, out var since) && !IsOld(since, now)))
                return false;
            foreach (var unit in units)
                _since[unit] = now;
            return true;
        }
    }

    /// <summary>It was not asked, or has answered.</summary>
    public void GiveBack(UnitKey unit)
    {
        lock (_lock)
            _since.Remove(unit);
    }

    /// <summary>Those of a tenant that are being asked and of which its index does not know it yet.</summary>
    public HashSet<UnitId> Of(TenantId tenant, IUnitIndex index)
    {
        var now = Stopwatch.GetTimestamp();
        var asked = new HashSet<UnitId>();
        UnitKey[] all;
        lock (_lock)
        {
            foreach (var old in _since.Where(entry => IsOld(entry.Value, now)).ToList())
                _since.Remove(old.Key);
            all = [.. _since.Keys.Where(unit => unit.Tenant == tenant)];
        }

        foreach (var unit in all)
        {
            if (index.TryGet(unit.Unit, out var known) && !known.Available)
                GiveBack(unit);
            else
                asked.Add(unit.Unit);
        }

        return asked;
    }

    private static bool IsOld(long since, long now) => Stopwatch.GetElapsedTime(since, now) > Longest;
}
