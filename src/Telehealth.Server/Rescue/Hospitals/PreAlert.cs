using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Triage;

namespace Telehealth.Server.Rescue.Hospitals;

/// <summary>What a hospital's system is sent. No name, no number to ring, no place: a line outside carries no more than it must.</summary>
/// <param name="NoticeId">The same for every try: a hospital that has it already may leave it.</param>
/// <param name="Patient">Ties what is said about one transport together.</param>
/// <param name="Number">As it is said over the radio.</param>
/// <param name="DriveSeconds">From where the unit was when the hospital was chosen.</param>
/// <param name="EarliestAt">When it would be there had it left at once.</param>
internal sealed record PreAlert(
    Guid NoticeId,
    NoticeKind Kind,
    string HospitalCode,
    Guid Patient,
    string Number,
    string Unit,
    AssignmentStatus UnitStatus,
    int Priority,
    string Complaint,
    int? DriveSeconds,
    string? DriveSource,
    DateTimeOffset? EarliestAt,
    DateTimeOffset ChosenAt);

/// <summary>
/// Posts to a hospital. The signature is HMAC-SHA256, in hex, over the value of <c>X-Telehealth-Timestamp</c>, a full stop and the body, so
/// that nobody can alter a message or send an old one again unseen.
/// </summary>
internal sealed class HospitalLine(
    HttpClient http, HospitalList list, IOptions<HospitalOptions> options, TimeProvider time, HospitalMetrics metrics)
{
    /// <summary>What <see cref="Tell"/> says of a hospital that is told by telephone only.</summary>
    public const string NoAddress = "no address";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>Null when the hospital took it; else why not, in a word that tells nobody anything about the patient.</summary>
    public async Task<string?> Tell(PreAlert alert, CancellationToken ct)
    {
        if (list.Find(alert.HospitalCode)?.PreAlert is not { } address)
            return NoAddress;
        var failure = await Post(alert, address, ct);
        metrics.Tried(isTold: failure is null);
        return failure;
    }

    private async Task<string?> Post(PreAlert alert, Uri address, CancellationToken ct)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(alert, Json);
        var timestamp = time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add("X-Telehealth-Timestamp", timestamp);
        request.Headers.Add("X-Telehealth-Signature", $"sha256={Signature(options.Value.PreAlertSecret ?? string.Empty, timestamp, body)}");
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(options.Value.PreAlertWithin);
        try
        {
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
            return answer.IsSuccessStatusCode ? null : $"status {(int)answer.StatusCode}";
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return "no answer in time";
        }
        catch (HttpRequestException cause)
        {
            return cause.HttpRequestError.ToString();
        }
    }

    public static string Signature(string secret, string timestamp, byte[] body) =>
        Convert.ToHexStringLower(
            HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), (byte[])[.. Encoding.UTF8.GetBytes($"{timestamp}."), .. body]));
}
