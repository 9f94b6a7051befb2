using System.Threading.Channels;
using Microsoft.Extensions.Options;
using Telehealth.Server.Platform.Access;
using Telehealth.Server.Platform.Hosting;
using Telehealth.Server.Platform.Telemetry;

namespace Telehealth.Server.Visits.Consults;

/// <summary>Empties seats to which nobody came back, and at once those whose sign-in has ended: only a lost line keeps a seat.</summary>
internal sealed class SeatSweep(
    ConsultSeats seats, SeatCommands seatCommands, SeatsBySession forfeits, IOptions<ConsultOptions> options, ILogger<SeatSweep> log)
    : BackgroundService
{
    private static readonly TimeSpan SweepEvery = TimeSpan.FromSeconds(1);

    // Thirty rounds.
    private static readonly TimeSpan BehindAfter = TimeSpan.FromSeconds(30);

    /// <summary>Seats that should be empty by now.</summary>
    public static DueWork Work(ConsultSeats seats, IOptions<ConsultOptions> options) =>
        new("forgotten seats", BehindAfter, _ => Task.FromResult(seats.Forgotten(options.Value.SeatKeptFor)));

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        Ticking.Every(SweepEvery, EmptyForgottenSeats, log, stoppingToken),
        EmptyForfeitSeats(stoppingToken));

    private async Task EmptyForgottenSeats(CancellationToken ct)
    {
        foreach (var seat in seats.GoneFor(options.Value.SeatKeptFor))
            await seatCommands.Forget(seat, options.Value.SeatKeptFor, ct);
    }

    private async Task EmptyForfeitSeats(CancellationToken ct)
    {
        while (await forfeits.Ended.WaitToReadAsync(ct))
        {
            while (forfeits.Ended.TryRead(out var seat))
            {
                try
                {
                    await seatCommands.Forfeit(seat, ct);
                }
                catch (Exception problem) when (problem is not OperationCanceledException || !ct.IsCancellationRequested)
                {
                    log.ForfeitFailed(problem);
                }
            }
        }
    }
}

/// <summary>Seats stand and fall with the sign-in by which they were taken.</summary>
internal sealed class SeatsBySession(ConsultSeats seats) : IHeldBySession
{
    // Not more than there are seats: each is told of once until it is empty.
    private readonly Channel<SeatKey> _ended = Channel.CreateUnbounded<SeatKey>(new UnboundedChannelOptions { SingleReader = true });

    public ChannelReader<SeatKey> Ended => _ended.Reader;

    public IEnumerable<(TenantId Tenant, Guid SessionId)> Sessions => seats.Sessions();

    public void End(IReadOnlySet<Guid> sessionIds)
    {
        foreach (var seat in seats.EndSessions(sessionIds))
            _ended.Writer.TryWrite(seat);
    }
}
