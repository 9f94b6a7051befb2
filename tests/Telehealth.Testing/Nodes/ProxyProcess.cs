using System.Diagnostics;
using Telehealth.Testing.Network;

namespace Telehealth.Testing.Nodes;

/// <summary>The proxy as it runs, in a process of its own before servers that are there already.</summary>
public sealed class ProxyProcess : IAsyncDisposable
{
    private static readonly TimeSpan ReadyWithin = TimeSpan.FromMinutes(2);

    private readonly Process _process;

    private ProxyProcess(string proxy, IEnumerable<Uri> nodes)
    {
        Url = new Uri($"http://127.0.0.1:{FreePort.Take()}");
        Http = new HttpClient { BaseAddress = Url, Timeout = TimeSpan.FromSeconds(30) };
        var start = new ProcessStartInfo("dotnet", [proxy, .. nodes.Select(node => node.ToString())]);
        start.Environment["ASPNETCORE_URLS"] = Url.ToString();
        start.Environment["Logging__LogLevel__Default"] = "Warning";
        _process = Process.Start(start)!;
    }

    /// <summary>Where it listens.</summary>
    public Uri Url { get; }

    /// <summary>For requests through it.</summary>
    public HttpClient Http { get; }

    /// <summary>Starts one and waits until a node answers through it.</summary>
    /// <param name="proxy">The path of Telehealth.Proxy.dll.</param>
    /// <param name="nodes">Where the servers listen.</param>
    public static async Task<ProxyProcess> Start(string proxy, IEnumerable<Uri> nodes, CancellationToken ct = default)
    {
        var started = new ProxyProcess(proxy, nodes);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(ReadyWithin);
        while (!await started.Answers(patience.Token))
            await Task.Delay(100, patience.Token);
        return started;
    }

    /// <summary>As a WebSocket's address.</summary>
    /// <param name="path">Such as <c>/hub/dispatch</c>.</param>
    public Uri Hub(string path) => new UriBuilder(Url) { Scheme = "ws", Path = path }.Uri;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
        Http.Dispose();
    }

    private async Task<bool> Answers(CancellationToken ct)
    {
        try
        {
            using var answer = await Http.GetAsync("/health/ready", ct);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
