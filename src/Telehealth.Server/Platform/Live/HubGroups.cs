using Microsoft.AspNetCore.SignalR;

namespace Telehealth.Server.Platform.Live;

/// <summary>
/// Who is in which group of a hub on this node. Whoever tells a group of what is stored asks here first whether there is anybody to tell,
/// and reads nothing for nobody: a page that comes later joins its group before it reads its snapshot, so what it was not told stands
/// there. Any thread may call.
/// </summary>
internal sealed class HubGroups<THub>
    where THub : Hub
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, HashSet<Outbox>> _members = new(StringComparer.Ordinal);

    /// <summary>Whether no connection of this node is in any group of the hub.</summary>
    public bool AreEmpty
    {
        get
        {
            lock (_lock)
                return _members.Count == 0;
        }
    }

    /// <summary>Whether a connection of this node is in the group.</summary>
    public bool HasMembers(string group)
    {
        lock (_lock)
            return _members.ContainsKey(group);
    }

    public void Join(Outbox outbox, string group)
    {
        lock (_lock)
        {
            if (!outbox.Groups.Add(group))
                return;
            if (!_members.TryGetValue(group, out var members))
                _members.Add(group, members = []);
            members.Add(outbox);
        }
    }

    public void Leave(Outbox outbox, string group)
    {
        lock (_lock)
            Remove(outbox, group);
    }

    public void LeaveAll(Outbox outbox)
    {
        lock (_lock)
        {
            foreach (var group in outbox.Groups.ToArray())
                Remove(outbox, group);
        }
    }

    /// <summary>Those who are in at least one of the groups, each once.</summary>
    public Outbox[] MembersOf(IReadOnlyList<string> groups)
    {
        lock (_lock)
            return [.. groups.SelectMany(group => _members.GetValueOrDefault(group) ?? []).Distinct()];
    }

    private void Remove(Outbox outbox, string group)
    {
        if (!outbox.Groups.Remove(group) || !_members.TryGetValue(group, out var members))
            return;
        members.Remove(outbox);
        if (members.Count == 0)
            _members.Remove(group);
    }
}
