using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Telehealth.Server.Tests.EventStore;
using Telehealth.Testing.Network;

namespace Telehealth.Server.Tests.Cluster;

/// <summary>The proxy as it runs, before servers that say who they are.</summary>
public sealed class ProxyTests : IAsyncLifetime
{
    private const string ConnectionTest = "/api/connection-test/some/side";

    private readonly List<Answering> _nodes = [];
    private Process? _proxy;
    private HttpClient? _http;

    public async ValueTask InitializeAsync()
    {
        for (var number = 1; number <= 3; number++)
            _nodes.Add(await Answering.Start(number.ToString(CultureInfo.InvariantCulture), FreePort.Take()));
        var url = $"http://127.0.0.1:{FreePort.Take()}";
        _http = new HttpClient { BaseAddress = new Uri(url) };
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Telehealth.Proxy.dll"), .. _nodes.Select(node => node.Url)]);
        start.Environment["ASPNETCORE_URLS"] = url;
        start.Environment["Logging__LogLevel__Default"] = "Warning";
        _proxy = Process.Start(start)!;
        await Eventually.True(async () => await Ask("/") is not null, "the proxy answers");
    }

    public async ValueTask DisposeAsync()
    {
        _proxy!.Kill();
        await _proxy.WaitForExitAsync();
        _proxy.Dispose();
        _http!.Dispose();
        foreach (var node in _nodes)
            await node.DisposeAsync();
    }

    [Fact]
    public async Task Whoever_is_not_ready_is_sent_nobody_until_it_is_again()
    {
        _nodes[0].IsReady = false;
        await Eventually.True(async () => !(await Several("/")).Contains("1"), "nobody goes there");
        Assert.Equal(["2", "3"], (await Several("/")).Distinct().Order());

        _nodes[0].IsReady = true;
        await Eventually.True(async () => (await Several("/")).Contains("1"), "it is back");
    }

    [Fact]
    public async Task With_nobody_ready_a_node_says_itself_what_is_wrong()
    {
        _nodes.ForEach(node => node.IsReady = false);
        await Eventually.True(async () => (await _http!.GetAsync("/health/ready")).StatusCode == HttpStatusCode.ServiceUnavailable, "not ready");

        using var answer = await _http!.GetAsync("/health/ready");

        Assert.Equal("The database does not answer.", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task What_is_asked_of_a_node_that_has_just_died_is_answered_by_another()
    {
        var port = new Uri(_nodes[1].Url).Port;
        await _nodes[1].DisposeAsync();

        Assert.DoesNotContain(null, await Several("/"));

        _nodes[1] = await Answering.Start("2", port);
        await Eventually.True(async () => (await Several("/")).Contains("2"), "it is back");
    }

    [Fact]
    public async Task Tests_of_the_connection_are_at_one_node_together_and_stay_there_when_one_that_had_gone_comes_back()
    {
        Assert.Equal("1", Assert.Single((await Several(ConnectionTest)).Distinct()));

        _nodes[0].IsReady = false;
        await Eventually.True(async () => await Ask(ConnectionTest) == "2", "they are at another one");
        _nodes[0].IsReady = true;
        await Eventually.True(async () => (await Several("/")).Contains("1"), "the first is back");

        Assert.Equal("2", Assert.Single((await Several(ConnectionTest)).Distinct()));
    }

    /// <summary>Before the proxy has asked the node again, which is why it is ready here.</summary>
    [Fact]
    public async Task A_connection_that_a_node_turns_away_because_it_ends_goes_to_another()
    {
        _nodes[0].IsEnding = true;

        var answers = await Several("/hub/dispatch");

        Assert.Equal(["2", "3"], answers.Distinct().Order());
    }

    [Fact]
    public async Task Where_all_nodes_end_whoever_asks_is_told_to_come_again()
    {
        _nodes.ForEach(node => node.IsEnding = true);

        using var answer = await _http!.GetAsync("/hub/dispatch");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
    }

    [Fact]
    public async Task The_people_of_a_visit_go_to_any_node() =>
        Assert.Equal(["1", "2", "3"], (await Several("/hub/consult")).Distinct().Order());

    [Fact]
    public async Task A_node_is_told_what_people_typed_and_where_they_are()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/seen");
        request.Headers.Host = "care.example.org";
        // As a proxy with a certificate on this machine says it.
        request.Headers.Add("X-Forwarded-For", "203.0.113.7");
        request.Headers.Add("X-Forwarded-Proto", "https");

        using var answer = await _http!.SendAsync(request);

        Assert.Equal("care.example.org 203.0.113.7 https", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task What_a_node_takes_the_proxy_takes_too()
    {
        using var answer = await _http!.PostAsync("/taken", new ByteArrayContent(new byte[40_000_000]));

        Assert.Equal("40000000", await answer.Content.ReadAsStringAsync());
    }

    private async Task<List<string?>> Several(string path)
    {
        ConcurrentBag<string?> answers = [];
        // More at once than there are nodes, so that each has its share.
        await Parallel.ForEachAsync(Enumerable.Range(0, 30), new ParallelOptions { MaxDegreeOfParallelism = 10 }, async (_, _) =>
            answers.Add(await Ask(path)));
        return [.. answers];
    }

    private async Task<string?> Ask(string path)
    {
        try
        {
            using var answer = await _http!.GetAsync(path);
            return answer.IsSuccessStatusCode ? await answer.Content.ReadAsStringAsync() : null;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    private sealed class Answering(WebApplication app, string url) : IAsyncDisposable
    {
        public string Url { get; } = url;

        public bool IsReady { get; set; } = true;

        public bool IsEnding { get; set; }

        public static async Task<Answering> Start(string name, int port)
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
            builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
            var app = builder.Build();
            var node = new Answering(app, $"http://127.0.0.1:{port}");
            app.MapGet("/health/ready", () => node.IsReady ? Results.Ok() : Results.Text("The database does not answer.", statusCode: 503));
            app.MapGet("/seen", (HttpRequest request) =>
                $"{request.Host} {request.Headers["X-Forwarded-For"]} {request.Headers["X-Forwarded-Proto"]}");
            app.MapPost("/taken", async (HttpRequest request) =>
            {
                using var whole = new MemoryStream();
                await request.Body.CopyToAsync(whole);
                return $"{whole.Length}";
            });
            app.MapGet("/{**path}", async (HttpResponse response) =>
            {
                if (node.IsEnding)
                {
                    response.Headers["Telehealth-Node"] = "ending";
                    return Results.Text("This server ends.", statusCode: 503);
                }

                await Task.Delay(5);
                return Results.Text(name);
            });
            await app.StartAsync();
            return node;
        }

        public async ValueTask DisposeAsync() => await app.DisposeAsync();
    }
}
