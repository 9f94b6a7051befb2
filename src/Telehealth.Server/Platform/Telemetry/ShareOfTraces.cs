using System.Buffers.Binary;
using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Trace;

namespace Telehealth.Server.Platform.Telemetry;

/// <summary>
/// Which traces are recorded: by their id alone, so that all nodes choose alike, and nobody outside can have more recorded by asking for
/// it. What is recorded carries what it is linked to along.
/// </summary>
internal sealed class ShareOfTraces(double share) : Sampler
{
    // Ids of commands are trace ids. Of a UUID the last seven bytes are random whatever its version, and the first are often a time.
    private const int RandomFrom = 9;
    private const double All = 1L << 56;

    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters)
    {
        var isRecorded = share > 0 && (IsChosen(samplingParameters.TraceId) || IsLinkedToRecorded(samplingParameters));
        return new SamplingResult(isRecorded ? SamplingDecision.RecordAndSample : SamplingDecision.Drop);
    }

    private bool IsChosen(ActivityTraceId trace)
    {
        Span<byte> id = stackalloc byte[16];
        trace.CopyTo(id);
        Span<byte> random = stackalloc byte[8];
        id[RandomFrom..].CopyTo(random[1..]);
        return BinaryPrimitives.ReadInt64BigEndian(random) < share * All;
    }

    private static bool IsLinkedToRecorded(in SamplingParameters parameters)
    {
        if (parameters.Links is null)
            return false;
        foreach (var link in parameters.Links)
        {
            if (link.Context.TraceFlags.HasFlag(ActivityTraceFlags.Recorded))
                return true;
        }

        return false;
    }
}

/// <summary>
/// Takes from every span what is not on this list: the framework adds to its spans with each version, and an address, a host or the text of
/// an exception may hold what tells of a person.
/// </summary>
internal sealed class OnlyKnownTags : BaseProcessor<Activity>
{
    private const string Own = "telehealth.";

    private static readonly HashSet<string> Known = new(StringComparer.Ordinal)
    {
        "http.request.method", "http.route", "http.response.status_code", "rpc.method", "rpc.service", "rpc.system", "error.type",
    };

    public override void OnEnd(Activity data)
    {
        foreach (var tag in data.TagObjects.Where(tag => !tag.Key.StartsWith(Own, StringComparison.Ordinal) && !Known.Contains(tag.Key)))
            data.SetTag(tag.Key, null);
    }
}
