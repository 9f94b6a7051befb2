using System.Buffers.Binary;
using System.Diagnostics;
using System.Net.Http.Json;
using System.Net.Sockets;
using Telehealth.LoadTests.Measuring;
using Telehealth.LoadTests.Running;
using Telehealth.Media.Rtcp;

namespace Telehealth.LoadTests.Hostile.Attacks;

/// <summary>
/// A stranger's two ends of a test of the connection, which keep to no rule of any protocol: audio of every length to a listener of
/// redundant audio that claims to lose all of it, compounds full of feedback about nothing, repeats and key frames asked for without end,
/// false checks, handshakes and noise. Some 17 Mbit/s, which is what a cheap line sends.
/// </summary>
internal sealed class RelayBreaker(ServerUnderTest server, int seed) : IAttack
{
    private const int DatagramsPerSecond = 1_800;
    private const int LargestPayload = 1_444;

    private readonly Random _random = new(seed);

    public string Name => "a peer that breaks the rules of the relay";

    public Task Prepare(CancellationToken ct) => Task.CompletedTask;

    public async Task Run(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            using var speaker = new MediaEnd(seed + 1, sends: true, receives: 0, redundant: true);
            using var listener = new MediaEnd(seed + 2, sends: false, receives: 1, redundant: true);
            try
            {
                await Join(speaker, listener, stop);
                Break(speaker, listener, stop);
            }
            catch (Exception ended) when (ended is SocketException or InvalidOperationException or HttpRequestException)
            {
                Figures.Say($"the relay's attacker begins anew: {ended.Message}");
                await Task.Delay(TimeSpan.FromSeconds(1), stop);
            }
        }
    }

    private async Task Join(MediaEnd speaker, MediaEnd listener, CancellationToken stop)
    {
        using var begun = await AsPage("/api/connection-test", null, stop);
        var test = await begun.Content.ReadFromJsonAsync<Test>(stop);
        await Join(speaker, $"/api/connection-test/{test!.TestId}/a", stop);
        await Join(listener, $"/api/connection-test/{test.TestId}/b", stop);
    }

    private async Task Join(MediaEnd end, string path, CancellationToken stop)
    {
        using var response = await AsPage(path, JsonContent.Create(new { sdp = end.Offer(), sources = end.Sources }), stop);
        end.Connect((await response.Content.ReadFromJsonAsync<Answer>(stop))!.Sdp);
        for (var patience = Stopwatch.StartNew(); !end.Transport.IsConnected && patience.Elapsed < TimeSpan.FromSeconds(10);)
        {
            stop.ThrowIfCancellationRequested();
            end.Pump();
            end.Socket.Poll(TimeSpan.FromMilliseconds(2), SelectMode.SelectRead);
            end.Take(_ => { });
        }

        if (!end.Transport.IsConnected)
            throw new InvalidOperationException("no connection to the relay within ten seconds");
    }

    private async Task<HttpResponseMessage> AsPage(string path, HttpContent? content, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content, Headers = { { "X-Telehealth", "1" } } };
        return (await server.Http.SendAsync(request, stop)).EnsureSuccessStatusCode();
    }

    /// <summary>Until the test's time is up, which is 40 s.</summary>
    private void Break(MediaEnd speaker, MediaEnd listener, CancellationToken stop)
    {
        var (clock, sent, heard) = (Stopwatch.StartNew(), 0L, 0L);
        for (; clock.Elapsed < TimeSpan.FromSeconds(35) && !stop.IsCancellationRequested; sent++)
        {
            if (sent >= clock.Elapsed.TotalSeconds * DatagramsPerSecond)
            {
                speaker.Take(_ => { });
                listener.Take(_ => heard++);
                Thread.Sleep(1);
                sent--;
                continue;
            }

            Send((int)(sent % 6), speaker, listener);
            speaker.Pump();
            listener.Pump();
        }

        Figures.Say($"the relay's attacker sent {sent} datagrams and got {heard} packets of its own sound back");
    }

    private void Send(int kind, MediaEnd speaker, MediaEnd listener)
    {
        var payload = new byte[kind == 1 ? LargestPayload : _random.Next(1, LargestPayload + 1)];
        switch (kind)
        {
            case 0 or 1: speaker.SendSound(payload); break;
            case 2: listener.Transport.SendRtcp(AllIsLost(listener.HeardSsrc)); break;
            case 3: speaker.Transport.SendRtcp(FeedbackAboutNothing()); break;
            case 4: listener.Transport.SendRtcp(Repeats()); break;
            default:
                _random.NextBytes(payload);
                // Noise that begins as a check, a handshake or media does.
                payload[0] = _random.Next(4) switch { 0 => 0, 1 => 22, 2 => 0x80, _ => payload[0] };
                speaker.Transport.SendRaw(payload);
                break;
        }
    }

    private static byte[] AllIsLost(uint ssrc)
    {
        var writer = new RtcpWriter(new byte[1_200]);
        writer.TryWriteReceiverReport(1, [new ReportBlock(ssrc, 255, 1_000_000, 0, 0, 0, 0)]);
        return writer.Written.ToArray();
    }

    /// <summary>As many reports of transport-wide numbers as fit, each a run of 2,048 that did not arrive.</summary>
    private byte[] FeedbackAboutNothing()
    {
        const int Reports = 57;
        const int Length = 24;
        var compound = new byte[8 + Reports * Length];
        EmptyReport(compound);
        for (var index = 0; index < Reports; index++)
        {
            var report = compound.AsSpan(8 + index * Length, Length);
            (report[0], report[1], report[3]) = (0x8F, 205, Length / 4 - 1);
            BinaryPrimitives.WriteUInt16BigEndian(report[12..], (ushort)_random.Next(65_536));
            BinaryPrimitives.WriteUInt16BigEndian(report[14..], 2_048);
            report[19] = (byte)index;
            BinaryPrimitives.WriteUInt16BigEndian(report[20..], 2_048);
        }

        return compound;
    }

    /// <summary>Negative acknowledgements of everything, and a key frame.</summary>
    private byte[] Repeats()
    {
        const int Lost = 300;
        var compound = new byte[8 + 12 + Lost * 4 + 12];
        EmptyReport(compound);
        var nack = compound.AsSpan(8, 12 + Lost * 4);
        (nack[0], nack[1]) = (0x81, 205);
        BinaryPrimitives.WriteUInt16BigEndian(nack[2..], (ushort)(nack.Length / 4 - 1));
        _random.NextBytes(nack[8..12]);
        for (var index = 0; index < Lost; index++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(nack[(12 + index * 4)..], (ushort)(index * 17));
            BinaryPrimitives.WriteUInt16BigEndian(nack[(14 + index * 4)..], 0xFFFF);
        }

        var picture = compound.AsSpan(8 + nack.Length);
        (picture[0], picture[1], picture[3]) = (0x81, 206, 2);
        return compound;
    }

    private static void EmptyReport(byte[] compound) => (compound[0], compound[1], compound[3], compound[7]) = (0x80, 201, 1, 1);

    private sealed record Test(string TestId);

    private sealed record Answer(string Sdp);
}
