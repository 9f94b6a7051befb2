using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Server.Demo;
using Telehealth.Server.Rescue.Dispatching;
using Telehealth.Server.Rescue.Paramedics;
using Telehealth.Server.Tests.Access;
using Telehealth.Server.Tests.Live;
using static Telehealth.Server.Tests.Paramedics.TestPictures;

namespace Telehealth.Server.Tests.Paramedics;

/// <summary>A server that waits for pictures that do not come for ten seconds, and takes nine of one person at once.</summary>
public sealed class PhotoServer : IAsyncLifetime
{
    internal const int AtOncePerPerson = 9;

    internal ServerHost Host { get; } = new()
    {
        Settings = new Dictionary<string, string?> { ["Photos:AtOncePerPerson"] = "9", ["Photos:Grace"] = "00:00:10" },
    };

    public ValueTask InitializeAsync() => Host.InitializeAsync();

    public ValueTask DisposeAsync() => Host.DisposeAsync();
}

public sealed class SlowPhotoTests(PhotoServer server) : IClassFixture<PhotoServer>
{
    private ServerHost Host => server.Host;

    [Fact]
    public async Task Pictures_that_do_not_come_keep_no_other_waiting_and_are_given_up()
    {
        await using var crew = await Crew.OnShift(Host, DemoPeople.Erik, "A11", Help.Scene);
        await using var console = await Host.Console();
        var raised = await console.Ask<EmergencyRow>("RaiseForCaller", Help.ChestPain());
        var job = await crew.Accept(await crew.HearOffer(raised.Id));
        var token = await Host.TokenOf(DemoPeople.Erik);
        using var http = new HttpClient { BaseAddress = Host.Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        var stalled = new List<TcpClient>();
        for (var upload = 1; upload < PhotoServer.AtOncePerPerson; upload++)
            stalled.Add(await Stall(job, token));

        Assert.Equal(1, (await (await http.PostAsync(Path(job), new ByteArrayContent(Jpeg))).Of<JobPhoto>()).Number);
        stalled.Add(await Stall(job, token));
        using var over = await http.PostAsync(Path(job), new ByteArrayContent(Jpeg));

        Assert.Equal((HttpStatusCode.TooManyRequests, "photo.too_many_at_once"), (over.StatusCode, await over.Code()));
        foreach (var upload in stalled)
        {
            var answer = await Answer(upload);
            Assert.StartsWith("HTTP/1.1 408", answer, StringComparison.Ordinal);
            Assert.Contains("photo.too_slow", answer, StringComparison.Ordinal);
            upload.Dispose();
        }

        Assert.Equal(2, (await (await http.PostAsync(Path(job), new ByteArrayContent(Jpeg))).Of<JobPhoto>()).Number);
    }

    private static string Path(JobView job) =>
        $"/api/jobs/{job.AssignmentId}/photos?commandId={Guid.NewGuid()}&takenAt={Uri.EscapeDataString("2026-01-01T12:00:00Z")}";

    /// <summary>Promises a picture and brings its first bytes. The server says that it goes on reading, so it has begun.</summary>
    private async Task<TcpClient> Stall(JobView job, string token)
    {
        var client = new TcpClient();
        await client.ConnectAsync(Host.Address.Host, Host.Address.Port);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            $"POST {Path(job)} HTTP/1.1\r\nHost: {Host.Address.Authority}\r\nAuthorization: Bearer {token}\r\n"
            + "Content-Type: image/jpeg\r\nContent-Length: 100000\r\nExpect: 100-continue\r\n\r\n"));
        Assert.StartsWith("HTTP/1.1 100", await Answer(client), StringComparison.Ordinal);
        await client.GetStream().WriteAsync(Jpeg);
        return client;
    }

    private static async Task<string> Answer(TcpClient client)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var buffer = new byte[8_192];
        return Encoding.UTF8.GetString(buffer, 0, await client.GetStream().ReadAsync(buffer, deadline.Token));
    }
}
