using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using Telehealth.Server.Platform.EventStore;

namespace Telehealth.Server.Exchange.EventsOut;

/// <summary>An event as it leaves: CloudEvents 1.0, JSON, structured mode.</summary>
/// <param name="Id">Tenant, kind of entity, entity and version: the same for each time that it is sent.</param>
/// <param name="Tenant">Whose it is.</param>
/// <param name="Type">Its stored name in the newest form.</param>
/// <param name="StreamId">The entity.</param>
/// <param name="Body">The whole event.</param>
internal sealed record CloudEvent(string Id, Guid Tenant, string Type, Guid StreamId, ReadOnlyMemory<byte> Body)
{
    public const string MediaType = "application/cloudevents+json; charset=UTF-8";
}

/// <summary>Writes events of the log as they leave. Of an event's fields only those go that its catalogue declares public.</summary>
internal sealed class CloudEventWriter(EventCatalogues catalogues, IOptions<EventsOutOptions> options)
{
    // As many digits as the largest position has, so that their order as text is their order.
    private const string SequenceDigits = "D19";

    public CloudEvent Write(StoredEvent stored)
    {
        var shown = catalogues.Show(stored.Event);
        var subject = $"{stored.StreamType}/{stored.StreamId}";
        var id = $"{stored.Tenant.Value}/{subject}/{stored.Version}";
        var body = new JsonObject
        {
            ["specversion"] = "1.0",
            ["id"] = id,
            ["source"] = options.Value.Source,
            ["type"] = shown.Name,
            ["subject"] = subject,
            ["time"] = stored.At,
            ["datacontenttype"] = "application/json",
            ["tenant"] = stored.Tenant.Value,
            ["sequence"] = stored.Position.ToString(SequenceDigits, System.Globalization.CultureInfo.InvariantCulture),
            ["data"] = DataOf(shown),
        };
        return new CloudEvent(
            id, stored.Tenant.Value, shown.Name, stored.StreamId, JsonSerializer.SerializeToUtf8Bytes(body, EventJson.Options));
    }

    private JsonObject DataOf(ShownEvent shown)
    {
        var data = JsonNode.Parse(shown.Json)!.AsObject();
        if (!options.Value.IncludeHealthData)
        {
            foreach (var field in data.Select(field => field.Key).Except(shown.PublicFields, StringComparer.Ordinal).ToList())
                data.Remove(field);
        }
        return data;
    }
}
