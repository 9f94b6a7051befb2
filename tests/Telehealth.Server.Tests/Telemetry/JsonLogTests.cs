using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Telehealth.Server.Platform.Telemetry;

namespace Telehealth.Server.Tests.Telemetry;

public sealed class JsonLogTests
{
    [Fact]
    public void A_line_is_one_object_with_the_id_of_its_trace_and_its_values_apart()
    {
        using var asked = new Activity("asked").Start();

        var line = Written(LogLevel.Warning, [new("Subscriber", "dispatcher"), new("Tries", 3), new("{OriginalFormat}", "…")], "a\nb");

        Assert.Equal(asked.TraceId.ToHexString(), line.GetProperty("trace").GetString());
        Assert.Equal(("Warning", "a\nb", 7), (
            line.GetProperty("level").GetString(), line.GetProperty("message").GetString(), line.GetProperty("event").GetInt32()));
        Assert.Equal("{\"Subscriber\":\"dispatcher\",\"Tries\":3}", line.GetProperty("fields").GetRawText());
    }

    [Fact]
    public void What_belongs_to_no_command_has_no_trace()
    {
        Assert.False(Written(LogLevel.Information, [], "started").TryGetProperty("trace", out _));
    }

    private static JsonElement Written(LogLevel level, List<KeyValuePair<string, object?>> fields, string text)
    {
        using var output = new StringWriter();
        var entry = new LogEntry<List<KeyValuePair<string, object?>>>(
            level, "Telehealth", new EventId(7), fields, null, (_, _) => text);
        new JsonLogFormatter().Write(entry, null, output);
        var line = Assert.Single(output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries));
        return JsonDocument.Parse(line).RootElement;
    }
}
