using System.Net;
using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Telehealth.Server.Tests.Live;

namespace Telehealth.Server.Tests.Access;

/// <summary>
/// What nobody signed in for reaches no decoder that throws: mangled secrets
/// of many lengths and alphabets, everywhere where a stranger can put one.
/// </summary>
public sealed class MangledSecretTests(ServerHost server, ITestOutputHelper output) : LiveTest(server)
{
    private const int Rounds = 60;

    private static readonly string[] Alphabets =
    [
        "a", "abcdefghijklmnopqrstuvwxyz0123456789-_", "+/=", "%", "%00%FF%ZZ", "\u00e9\u4e2d\u202e", "{}[]\"\\", " \t;,", "CfDJ8",
        "\ufeff\u0000", "=",
    ];

    [Fact]
    public async Task A_mangled_secret_is_refused_by_every_endpoint_and_hub_and_breaks_none()
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var endpoints = Host.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().ToArray();
        var anonymous = endpoints.Where(endpoint => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null).ToArray();
        var hubs = endpoints
            .Where(endpoint => endpoint.Metadata.GetMetadata<HubMetadata>() is not null)
            .Select(endpoint => endpoint.RoutePattern.RawText!)
            .Where(path => !path.EndsWith("/negotiate", StringComparison.Ordinal))
            .Distinct()
            .ToArray();
        Assert.True(anonymous.Length > 8, "The anonymous endpoints were not found.");
        Assert.True(hubs.Length > 3, "The hubs were not found.");
        using var handler = new HttpClientHandler { UseCookies = false, AllowAutoRedirect = false };
        using var http = new HttpClient(handler) { BaseAddress = Host.Address };
        var broken = new List<string>();
        for (var round = 0; round < Rounds; round++)
        {
            var secret = Mangled(random);
            var endpoint = anonymous[round % anonymous.Length];
            using var request = Ask(endpoint, secret, random.Next(3));
            using var answer = await http.SendAsync(request);
            if (answer.StatusCode >= HttpStatusCode.InternalServerError
                && !endpoint.RoutePattern.RawText!.StartsWith("/health", StringComparison.Ordinal))
                broken.Add($"{(int)answer.StatusCode} {endpoint.DisplayName} by {Escaped(secret)}");
            var status = await HandshakeStatus(hubs[round % hubs.Length], secret);
            if (status is 0 or >= 500 or 101)
                broken.Add($"{status} {hubs[round % hubs.Length]} by {Escaped(secret)}");
        }

        Assert.Empty(broken);
    }

    private static string Mangled(Random random)
    {
        int[] lengths = [0, 1, 42, 43, 44, 63, 128, 300, 4000];
        var alphabet = Alphabets[random.Next(Alphabets.Length)];
        var length = lengths[random.Next(lengths.Length)];
        var text = new StringBuilder();
        while (text.Length < length)
            text.Append(alphabet[random.Next(alphabet.Length)]);
        return text.ToString();
    }

    private static HttpRequestMessage Ask(RouteEndpoint endpoint, string secret, int way)
    {
        var method = endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods is [var first, ..]
            ? new HttpMethod(first)
            : HttpMethod.Get;
        var path = endpoint.RoutePattern.PathSegments.Select(segment =>
            segment.Parts is [Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart literal]
                ? literal.Content
                : Uri.EscapeDataString(secret.Length is 0 or > 200 ? "x" : secret));
        var request = new HttpRequestMessage(method, new Uri("/" + string.Join('/', path), UriKind.Relative));
        request.Headers.TryAddWithoutValidation("X-Telehealth", "1");
        var inHeader = new string([.. secret.Where(letter => letter is >= ' ' and < (char)127)]);
        if (way == 1)
            request.Headers.TryAddWithoutValidation("Cookie", $"telehealth={inHeader}; telehealth-browser={inHeader}");
        if (way == 2)
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {inHeader}");
        if (method != HttpMethod.Get && method != HttpMethod.Head)
        {
            var text = System.Text.Json.JsonSerializer.Serialize(secret);
            request.Content = new StringContent(
                $"{{\"token\":{text},\"refreshToken\":{text},\"email\":{text},\"password\":{text},\"name\":\"x\",\"offer\":{text},\"sdp\":{text}}}",
                Encoding.UTF8,
                "application/json");
        }

        return request;
    }

    private async Task<int> HandshakeStatus(string hub, string secret)
    {
        using var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        socket.Options.SetRequestHeader("Origin", Host.Address.GetLeftPart(UriPartial.Authority));
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        try
        {
            await socket.ConnectAsync(
                new Uri(
                    $"ws://{Host.Address.Authority}{hub}?id={Uri.EscapeDataString(secret)}&access_token={Uri.EscapeDataString(secret)}"),
                patience.Token);
            return 101;
        }
        catch (WebSocketException)
        {
            return (int)socket.HttpStatusCode;
        }
    }

    private static string Escaped(string text) =>
        System.Text.Json.JsonSerializer.Serialize(text.Length > 60 ? text[..60] : text) + $" of {text.Length}";
}
