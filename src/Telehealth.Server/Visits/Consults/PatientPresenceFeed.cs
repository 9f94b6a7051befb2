using Telehealth.Server.Platform.People;

namespace Telehealth.Server.Visits.Consults;

/// <summary>
/// Tells clinicians whether their patients are there, on any device: again and again, because a page that hears nothing more knows nothing
/// more, and at once when one comes or goes. Told to those who may know of the visit, and to nobody else.
/// </summary>
internal sealed class PatientPresenceFeed(
    WatchingClinicians clinicians, PresenceOfPeople presence, ConsultQueries queries, ConsultAudience audience,
    ILogger<PatientPresenceFeed> log) : BackgroundService
{
    private static readonly TimeSpan TellEvery = TimeSpan.FromSeconds(3);

    /// <summary>However many come and go at once.</summary>
    private static readonly TimeSpan TellApart = TimeSpan.FromMilliseconds(250);

    private readonly SemaphoreSlim _wake = new(0);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        presence.Changed += TellSoon;
        clinicians.Came += TellSoon;
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                await _wake.WaitAsync(TellEvery, stoppingToken);
                await Tell(stoppingToken);
                await Task.Delay(TellApart, stoppingToken);
            }
        }
        finally
        {
            presence.Changed -= TellSoon;
            clinicians.Came -= TellSoon;
        }
    }

    /// <summary>Somebody has come or gone, or wants to know: told now, and not only when it is time.</summary>
    private void TellSoon()
    {
        if (_wake.CurrentCount == 0)
            _wake.Release();
    }

    private async Task Tell(CancellationToken ct)
    {
        try
        {
            foreach (var tenant in clinicians.ByTenant())
                await Tell(tenant.Key, [.. tenant], ct);
        }
        catch (Exception problem) when (problem is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            log.PresenceNotTold(problem);
        }
    }

    private async Task Tell(TenantId tenant, Guid[] theirs, CancellationToken ct)
    {
        var cards = await queries.OfPatientsToExpect(tenant, theirs, ct);
        var known = await presence.Of(tenant, [.. cards.Select(card => card.PatientId).Distinct()], ct);
        var told = from card in cards
                   where known.ContainsKey(card.PatientId) && known[card.PatientId].LastSeen is not null
                   let one = known[card.PatientId]
                   group new PatientPresence(card.Id, one.IsHere, one.LastSeen!.Value)
                       by queries.WaitsForEverybody(card) ? null : card.ClinicianId;
        foreach (var group in told)
            await audience.ThereOrNot(tenant, group.Key, [.. group]);
    }
}
