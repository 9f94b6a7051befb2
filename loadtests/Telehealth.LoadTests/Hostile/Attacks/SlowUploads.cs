using System.Net.Http.Headers;
using Microsoft.AspNetCore.SignalR.Client;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.LoadTests.Offers;
using Telehealth.LoadTests.Running;
using Telehealth.Testing.Hubs;

namespace Telehealth.LoadTests.Hostile.Attacks;

/// <summary>A crew's device that sends eight pictures at once, 300 bytes a second each: just above what a server takes for dead.</summary>
internal sealed class SlowUploads(ServerUnderTest server, People people) : IAttack, IAsyncDisposable
{
    private const int AtOnce = 8;
    private const int BytesPerSecond = 300;

    private string _token = "";
    private HubClient? _unit;
    private JobNotice? _job;

    public string Name => "slow uploads";

    /// <summary>The only crew on shift gets the one emergency there is, and keeps it for the whole run.</summary>
    public async Task Prepare(CancellationToken ct)
    {
        _token = await people.SignUp("slow-crew", "paramedic", ct);
        var offered = new TaskCompletionSource<JobNotice>(TaskCreationOptions.RunContinuationsAsynchronously);
        _unit = HubClient.To(server.Hub("/hub/unit"), _token);
        _unit.Connection.On<JobNotice?>("JobChanged", job =>
        {
            if (job is { Status: "offered" })
                offered.TrySetResult(job);
        });
        await _unit.Start(ct);
        var vehicle = (await _unit.Ask<UnitDesk>("Watch", [], ct)).Vehicles[0];
        await _unit.Ask<UnitName>("StartShift", [new { commandId = Guid.NewGuid(), vehicleId = vehicle.Id }], ct);
        await _unit.Tell(
            "Position",
            [
                new
                {
                    latitude = 48.40,
                    longitude = 9.60,
                    accuracyMetres = 8.0,
                    speedMetresPerSecond = (double?)null,
                    headingDegrees = (double?)null,
                    deviceTime = DateTimeOffset.UtcNow,
                },
            ],
            ct);
        await using var console = HubClient.To(
            server.Hub("/hub/dispatch"), await HubClient.SignIn(server.Http, "hana@demo.telehealth", "demo-telehealth", ct));
        await console.Start(ct);
        await console.Ask<UnitName>("RaiseForCaller", [EmergencyCall.Of("the slow crew's own")], ct);
        _job = await offered.Task.WaitAsync(TimeSpan.FromSeconds(30), ct);
        await _unit.Ask<JobNotice>(
            "Accept",
            [
                new
                {
                    commandId = Guid.NewGuid(),
                    emergencyId = _job.EmergencyId,
                    assignmentId = _job.AssignmentId,
                    epoch = _job.Epoch,
                    deviceTime = DateTimeOffset.UtcNow,
                },
            ],
            ct);
    }

    public Task Run(CancellationToken stop) => Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => UploadAgainAndAgain(stop)));

    public async ValueTask DisposeAsync()
    {
        if (_unit is not null)
            await _unit.DisposeAsync();
    }

    private async Task UploadAgainAndAgain(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                using var request = new HttpRequestMessage(
                    HttpMethod.Post,
                    $"/api/jobs/{_job!.AssignmentId}/photos?commandId={Guid.NewGuid()}&takenAt={Uri.EscapeDataString(DateTimeOffset.UtcNow.ToString("o"))}")
                {
                    Content = new StreamContent(new SlowStream(BytesPerSecond, stop)),
                };
                request.Content.Headers.ContentType = new MediaTypeHeaderValue("image/jpeg");
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _token);
                using var response = await server.Http.SendAsync(request, stop);
            }
            catch (HttpRequestException)
            {
                // The server has had enough of it.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(500), stop);
        }
    }

    /// <summary>A picture without end that comes a little at a time.</summary>
    private sealed class SlowStream(int bytesPerSecond, CancellationToken stop) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken ct = default)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), stop);
            var length = Math.Min(bytesPerSecond, buffer.Length);
            buffer.Span[..length].Fill(0xFF);
            return length;
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
