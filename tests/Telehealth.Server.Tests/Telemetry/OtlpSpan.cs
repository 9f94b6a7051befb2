using System.Text;
using Google.Protobuf;

namespace Telehealth.Server.Tests.Telemetry;

/// <summary>A span as a collector gets it, read from OTLP's protobuf (opentelemetry-proto, trace/v1/trace.proto).</summary>
internal sealed record OtlpSpan(
    string Trace, string Id, string Parent, string Name, IReadOnlyDictionary<string, string> Tags, IReadOnlyList<string> LinkedTraces)
{
    private const int Nested = 2;

    public static IReadOnlyList<OtlpSpan> Read(byte[] request) =>
    [
        .. from resource in Fields(request, 1) from scope in Fields(resource, Nested) from span in Fields(scope, Nested) select Of(span),
    ];

    private static OtlpSpan Of(byte[] span) => new(
        Hex(span, 1), Hex(span, 2), Hex(span, 4), Text(span, 5),
        Fields(span, 9).ToDictionary(
            tag => Text(tag, 1), tag => Fields(tag, 2).Select(value => Text(value, 1)).FirstOrDefault(string.Empty)),
        [.. Fields(span, 13).Select(link => Hex(link, 1))]);

    private static string Hex(byte[] message, int number) => Convert.ToHexStringLower(Fields(message, number).FirstOrDefault([]));

    private static string Text(byte[] message, int number) => Encoding.UTF8.GetString(Fields(message, number).FirstOrDefault([]));

    /// <summary>The fields of this number that are bytes, a text or a message.</summary>
    private static List<byte[]> Fields(byte[] message, int number)
    {
        List<byte[]> found = [];
        var input = new CodedInputStream(message);
        while (input.ReadTag() is var tag and not 0)
        {
            if (WireFormat.GetTagFieldNumber(tag) == number && WireFormat.GetTagWireType(tag) == WireFormat.WireType.LengthDelimited)
                found.Add(input.ReadBytes().ToByteArray());
            else
                input.SkipLastField();
        }

        return found;
    }
}
