using System.Text.Json;
using Orleans.Storage;

namespace Telehealth.Server.Platform.Cluster;

/// <summary>
/// How the state of a grain stands in its row. Unknown fields are ignored, so that an older server reads what a newer one wrote during a
/// rolling update.
/// </summary>
internal sealed class GrainStateJson : IGrainStorageSerializer
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public BinaryData Serialize<T>(T? input) => new(JsonSerializer.SerializeToUtf8Bytes(input, Json));

    public T Deserialize<T>(BinaryData input) =>
        JsonSerializer.Deserialize<T>(input.ToMemory().Span, Json) ?? throw new JsonException("A state is missing.");
}
