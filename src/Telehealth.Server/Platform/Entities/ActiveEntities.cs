using System.Collections.Concurrent;
using Telehealth.Server.Platform.EventStore;

namespace Telehealth.Server.Platform.Entities;

/// <summary>
/// The entities whose grain is active on this node, as those grains know them. A state may be old when another node wrote meanwhile; the
/// append finds out. Any thread may call.
/// </summary>
internal sealed class ActiveEntities
{
    private readonly ConcurrentDictionary<EntityKey, Entry> _entries = new();

    public int Count => _entries.Count;

    public bool Has(EntityKey key) => _entries.ContainsKey(key);

    public Known<TState>? Find<TState>(EntityKey key)
        where TState : notnull => _entries.TryGetValue(key, out var entry) ? entry.Entity as Known<TState> : null;

    public Entry Enter(EntityKey key) => _entries[key] = new Entry();

    /// <summary>Another activation may have entered meanwhile: that one stays.</summary>
    public void Leave(EntityKey key, Entry entry) => _entries.TryRemove(KeyValuePair.Create(key, entry));

    /// <summary>Written by its grain alone.</summary>
    internal sealed class Entry
    {
        private volatile object? _entity;

        /// <summary>A <see cref="Known{TState}"/>; null until the first command.</summary>
        public object? Entity
        {
            get => _entity;
            set => _entity = value;
        }
    }
}
