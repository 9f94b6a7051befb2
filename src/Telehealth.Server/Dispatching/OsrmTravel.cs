using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Telehealth.Dispatch.Policies;
using Telehealth.Domain.Geo;
using Telehealth.Server.Emergencies;

namespace Telehealth.Server.Dispatching;

/// <summary>
/// Travel times by a routing server that speaks OSRM's table service (project-osrm.org, HTTP API v5.24), for the few units that a person looks at.
/// It answers in time or not at all: whoever asks has the times of our own roads already. After a failure it is left alone for a moment.
/// </summary>
internal sealed class OsrmTravel(HttpClient http, IOptions<DispatchOptions> options, TimeProvider time, ILogger<OsrmTravel> log)
{
    private static readonly string Source = TravelBasis.Routing.Code();

    /// <summary>Most places that are asked about at once.</summary>
    public const int Shortlist = 10;

    private static readonly TimeSpan AnswersWithin = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LeftAlone = TimeSpan.FromSeconds(5);

    /// <summary>The largest answer about a shortlist has a few hundred bytes; a page of something else is not read to its end.</summary>
    private const int LargestAnswer = 64 * 1024;

    private long _askAgainTicks;

    /// <summary>From each place to the destination, in order; null for one that it knows no way from. Empty when there is no answer at all.</summary>
    public async Task<IReadOnlyList<TravelEstimate?>> Towards(GeoPoint destination, IReadOnlyList<GeoPoint> places, CancellationToken ct)
    {
        if (options.Value.OsrmUrl is not { Length: > 0 } url || places.Count is 0 or > Shortlist || time.GetUtcNow().UtcTicks < Interlocked.Read(ref _askAgainTicks))
            return [];
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
            patience.CancelAfter(AnswersWithin);
            using var answer = await http.GetAsync(Question(url, destination, places), HttpCompletionOption.ResponseHeadersRead, patience.Token);
            answer.EnsureSuccessStatusCode();
            await answer.Content.LoadIntoBufferAsync(LargestAnswer, patience.Token);
            using var table = await JsonDocument.ParseAsync(await answer.Content.ReadAsStreamAsync(patience.Token), default, patience.Token);
            return Read(table.RootElement, places.Count) ?? Failed("its answer is no table");
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

    private TravelEstimate?[] Failed(string cause)
    {
        Interlocked.Exchange(ref _askAgainTicks, (time.GetUtcNow() + LeftAlone).UtcTicks);
        log.RoutingServerFailed(cause);
        return [];
    }

    /// <summary>The destination comes first. Five decimals are a metre.</summary>
    private static Uri Question(string url, GeoPoint destination, IReadOnlyList<GeoPoint> places)
    {
        var coordinates = string.Join(';', places.Prepend(destination).Select(place => string.Create(CultureInfo.InvariantCulture, $"{place.Longitude:0.#####},{place.Latitude:0.#####}")));
        var sources = string.Join(';', Enumerable.Range(1, places.Count));
        return new Uri($"{url.TrimEnd('/')}/table/v1/driving/{coordinates}?sources={sources}&destinations=0&annotations=duration,distance");
    }

    private static TravelEstimate?[]? Read(JsonElement table, int count)
    {
        if (table.ValueKind != JsonValueKind.Object || !table.TryGetProperty("code", out var code) || code.ValueKind != JsonValueKind.String || code.GetString() != "Ok"
            || Column(table, "durations", count) is not { } durations || Column(table, "distances", count) is not { } distances)
            return null;
        return [.. durations.Zip(distances, (seconds, metres) => seconds is { } known ? new TravelEstimate((int)Math.Round(known), (int)Math.Round(metres ?? 0), Source) : null)];
    }

    /// <summary>One number for each place, null where there is no way; null when the answer has another shape.</summary>
    private static double?[]? Column(JsonElement table, string name, int count)
    {
        if (!table.TryGetProperty(name, out var rows) || rows.ValueKind != JsonValueKind.Array || rows.GetArrayLength() != count)
            return null;
        List<double?> column = [];
        foreach (var row in rows.EnumerateArray())
        {
            if (row.ValueKind != JsonValueKind.Array || row.GetArrayLength() != 1)
                return null;
            var value = row[0];
            if (value.ValueKind == JsonValueKind.Null)
                column.Add(null);
            else if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && number is >= 0 and < 1e8)
                column.Add(number);
            else
                return null;
        }

        return [.. column];
    }
}
