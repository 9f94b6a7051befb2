using Telehealth.Domain.Rescue;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Server.Platform.EventStore;
using static Telehealth.Domain.Rescue.Emergencies.EmergencyCommand;
using static Telehealth.Domain.Rescue.Emergencies.EmergencyRejections;

namespace Telehealth.Server.Rescue.Emergencies;

/// <summary>
/// What the server itself does to an emergency. A refusal is an answer only where its code is named here; any other is tried anew under a
/// fresh id, and if it stays so an alarm calls a dispatcher: nobody waits for help because a rule was misread.
/// </summary>
internal sealed class ServerCommands(EmergencyEntity emergencies, ILogger<ServerCommands> log)
{
    /// <summary>
    /// The answer, as the handle gives it. A refusal that <see cref="IsExpected"/> does not know has been tried twice and has
    /// raised its alarm when this returns; the caller must not read it as done.
    /// </summary>
    public async Task<Execution> Run(
        TenantId tenant, Guid emergency, CommandId id, EmergencyCommand command, CancellationToken ct)
    {
        var execution = await Execute(tenant, emergency, id, command, ct);
        if (IsExpected(command, execution))
            return execution;
        log.ServerCommandRefused(command.GetType().Name, emergency, execution.Refusal?.Code ?? string.Empty);
        execution = await Execute(tenant, emergency, Fresh(), command, ct);
        if (!IsExpected(command, execution))
            await ReportStalled(tenant, emergency, ct);
        return execution;
    }

    /// <inheritdoc cref="Run(TenantId, Guid, CommandId, EmergencyCommand, CancellationToken)"/>
    public Task<Execution> Run(TenantId tenant, Guid emergency, EmergencyCommand command, CancellationToken ct) =>
        Run(tenant, emergency, Fresh(), command, ct);

    /// <summary>The emergency as the log has it now.</summary>
    public async Task<Emergency> Load(TenantId tenant, Guid emergency, CancellationToken ct) =>
        (await emergencies.Load(tenant, emergency, ct)).State;

    /// <summary>
    /// For rounds over many emergencies: what goes wrong with one is logged, raises
    /// its alarm, and holds up none of the others. The next round tries it again.
    /// </summary>
    public async Task RunInRound(TenantId tenant, Guid emergency, EmergencyCommand command, CancellationToken ct)
    {
        try
        {
            await Run(tenant, emergency, command, ct);
        }
        catch (Exception cause) when (cause is not OperationCanceledException and not LogUnavailableException)
        {
            log.ServerCommandFailed(cause, command.GetType().Name, emergency);
            await ReportStalled(tenant, emergency, ct);
        }
    }

    /// <summary>Calls a dispatcher to an emergency with which the server does not get on. Once, until somebody is asked.</summary>
    public async Task ReportStalled(TenantId tenant, Guid emergency, CancellationToken ct)
    {
        var execution = await Execute(tenant, emergency, Fresh(), new ReportDispatchStalled(new AlarmId(Guid.CreateVersion7())), ct);
        if (execution.Refusal is { } refusal)
            log.StallNotReported(emergency, refusal.Code);
        else if (execution.LedToEvents)
            log.DispatchStalled(emergency);
    }

    /// <summary>
    /// Whether the answer says what became of the command: it is met, or one of the refusals that mean what their names say.
    /// </summary>
    public static bool IsExpected(EmergencyCommand command, Execution execution) =>
        execution.Refusal is not { } refusal || refusal.Is(StoreRejections.Busy) || ExpectedOf(command).Any(refusal.Is);

    private static Rejection[] ExpectedOf(EmergencyCommand command) => command switch
    {
        OfferUnits => [Over, NotSearching, TooManyOffers, UnitTaken, UnitBoundOrOffShift, WithUnitAlready],
        ReplaceOffer => [Over, NotSearching, TooManyOffers, UnitTaken, UnitBoundOrOffShift],
        ReserveUnit => [Over, NotSearching, TooManyOffers, UnitBoundOrOffShift, WithUnitAlready, ReservationExists, UnitReserved],
        OfferReservation => [Over, ReservationOver, UnitTaken, UnitBoundOrOffShift],
        ReleaseReservation => [Over, ReservationOver],
        DivertUnit => [Over, AssignmentOver, DiversionNotUnderWay, DiversionNotAllowed],
        SearchAgain => [Over, NotSearching],
        _ => [],
    };

    private static CommandId Fresh() => new(Guid.CreateVersion7());

    private Task<Execution> Execute(
        TenantId tenant, Guid emergency, CommandId id, EmergencyCommand command,
        CancellationToken ct) => emergencies.Execute(CommandContext.OfServer(tenant, id), emergency, command, ct);
}
