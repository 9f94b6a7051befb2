using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Telehealth.Dispatch.Travel;
using Telehealth.Domain.Geo;

namespace Telehealth.Server.Rescue.Dispatching;

/// <summary>
/// Asks a routing server that speaks OSRM's table service (project-osrm.org, HTTP API v5.24). It answers in time or not at all: whoever
/// asks has the loaded roads to go by. After a failure it is left alone for a moment.
/// </summary>
internal sealed class OsrmTravel(
    HttpClient http, IOptions<DispatchOptions> options, TimeProvider time, DispatchMetrics metrics, ILogger<OsrmTravel> log)
{
    private static readonly TimeSpan AnswersWithin = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LeftAlone = TimeSpan.FromSeconds(5);

    /// <summary>
    /// A table of the most places that are asked about at once has a few kilobytes; a page of something else is not read to its end.
    /// </summary>
    private const int LargestAnswer = 64 * 1024;

    private long _askAgainTicks;

    public bool IsConfigured => options.Value.OsrmUrl is { Length: > 0 };

    /// <summary>The time of each way; null for one that it knows no road for. Null altogether when there is no answer.</summary>
    public async Task<IReadOnlyDictionary<UnknownWay, Drive?>?> Ask(IReadOnlyList<UnknownWay> ways, CancellationToken ct)
    {
        if (options.Value.OsrmUrl is not { Length: > 0 } url || time.GetUtcNow().UtcTicks < Interlocked.Read(ref _askAgainTicks))
            return null;
        var tables = Tables(ways);
        var answers = await Task.WhenAll(tables.Select(table => Ask(url, table, ct)));
        return Array.Exists(answers, answer => answer is null)
            ? null
            : tables
                .Zip(answers)
                .SelectMany(pair => pair.First.Ways.Zip(pair.Second!))
                .ToDictionary(pair => pair.First, pair => pair.Second);
    }

    /// <summary>
    /// One table for each place that many ways lead to, or from: a search for units has one destination, one for hospitals one start.
    /// </summary>
    private static List<Table> Tables(IReadOnlyList<UnknownWay> ways)
    {
        var byEnd = ways.GroupBy(way => way.To).ToList();
        var byStart = ways.GroupBy(way => way.From).ToList();
        return byEnd.Count <= byStart.Count
            ? byEnd.ConvertAll(group => new Table(group.Key, IsEnd: true, [.. group]))
            : byStart.ConvertAll(group => new Table(group.Key, IsEnd: false, [.. group]));
    }

    private async Task<IReadOnlyList<Drive?>?> Ask(string url, Table asked, CancellationToken ct)
    {
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
            patience.CancelAfter(AnswersWithin);
            using var answer = await http.GetAsync(Question(url, asked), HttpCompletionOption.ResponseHeadersRead, patience.Token);
            answer.EnsureSuccessStatusCode();
            await answer.Content.LoadIntoBufferAsync(LargestAnswer, patience.Token);
            using var table = await JsonDocument.ParseAsync(
                await answer.Content.ReadAsStreamAsync(patience.Token), default, patience.Token);
            if (Read(table.RootElement, asked) is not { } drives)
                return Failed("its answer is no table");
            metrics.Asked(isAnswered: true);
            return drives;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return Failed("no answer in time");
        }
        catch (Exception cause) when (cause is HttpRequestException or JsonException)
        {
            return Failed(cause is HttpRequestException { StatusCode: { } status } ? $"status {(int)status}" : cause.GetType().Name);
        }
    }

    private Drive?[]? Failed(string cause)
    {
        metrics.Asked(isAnswered: false);
        Interlocked.Exchange(ref _askAgainTicks, (time.GetUtcNow() + LeftAlone).UtcTicks);
        log.RoutingServerFailed(cause);
        return null;
    }

    /// <summary>The place that all ways share comes first. Five decimals are a metre.</summary>
    private static Uri Question(string url, Table asked)
    {
        var coordinates = string.Join(
            ';',
            asked
                .Others.Prepend(asked.Shared)
                .Select(place => string.Create(CultureInfo.InvariantCulture, $"{place.Longitude:0.#####},{place.Latitude:0.#####}")));
        var others = string.Join(';', Enumerable.Range(1, asked.Ways.Count));
        var (sources, destinations) = asked.IsEnd ? (others, "0") : ("0", others);
        return new Uri(
            $"{url.TrimEnd('/')}/table/v1/driving/{coordinates}?sources={sources}&destinations={destinations}&annotations=duration,distance");
    }

    private static Drive?[]? Read(JsonElement table, Table asked)
    {
        if (table.ValueKind != JsonValueKind.Object
            || !table.TryGetProperty("code", out var code)
            || code.ValueKind != JsonValueKind.String
            || code.GetString() != "Ok"
            || Numbers(table, "durations", asked) is not { } durations
            || Numbers(table, "distances", asked) is not { } distances)
            return null;
        return [.. durations.Zip(distances, (seconds, metres) =>
            seconds is { } known ? new Drive(TimeSpan.FromSeconds(known), Distance.FromMetres(metres ?? 0), TravelBasis.Routing) : null)];
    }

    /// <summary>One number for each way, null where there is none; null when the answer has another shape.</summary>
    private static double?[]? Numbers(JsonElement table, string name, Table asked)
    {
        var (height, width) = asked.IsEnd ? (asked.Ways.Count, 1) : (1, asked.Ways.Count);
        if (!table.TryGetProperty(name, out var rows) || rows.ValueKind != JsonValueKind.Array || rows.GetArrayLength() != height)
            return null;
        List<double?> numbers = [];
        foreach (var row in rows.EnumerateArray())
        {
            if (row.ValueKind != JsonValueKind.Array || row.GetArrayLength() != width)
                return null;
            foreach (var value in row.EnumerateArray())
            {
                if (value.ValueKind == JsonValueKind.Null)
                    numbers.Add(null);
                else if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && number is >= 0 and < 1e8)
                    numbers.Add(number);
                else
                    return null;
            }
        }

        return [.. numbers];
    }

    /// <summary>Ways that share an end, or a start.</summary>
    private sealed record Table(GeoPoint Shared, bool IsEnd, IReadOnlyList<UnknownWay> Ways)
    {
        public IEnumerable<GeoPoint> Others => Ways.Select(way => IsEnd ? way.From : way.To);
    }
}
