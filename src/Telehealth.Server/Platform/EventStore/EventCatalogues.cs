namespace Telehealth.Server.Platform.EventStore;

/// <summary>All catalogues of the server, for those who read the whole log.</summary>
internal sealed class EventCatalogues
{
    private readonly Dictionary<string, EventCatalogue> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<Type, EventCatalogue> _byType = [];

    public EventCatalogues(IEnumerable<EventCatalogue> catalogues)
    {
        foreach (var catalogue in catalogues.Distinct())
        {
            foreach (var name in catalogue.All.Select(entry => entry.Name).Concat(catalogue.OldNames))
            {
                if (!_byName.TryAdd(name, catalogue))
                    throw new ArgumentException($"Two catalogues claim the stored name '{name}'.", nameof(catalogues));
            }
            foreach (var (_, type) in catalogue.All)
                _byType[type] = catalogue;
        }
    }

    public ShownEvent Show(object happened) =>
        _byType.TryGetValue(happened.GetType(), out var catalogue)
            ? catalogue.Show(happened)
            : throw new UnknownEventException($"{happened.GetType().FullName} has no stored name. Add it to its entity's catalogue.");

    public object Deserialise(string name, string json) =>
        _byName.TryGetValue(name, out var catalogue)
            ? catalogue.Deserialise(name, json)
            : throw new UnknownEventException($"The log holds '{name}', which no catalogue knows. Is this server older than its database?");
}
