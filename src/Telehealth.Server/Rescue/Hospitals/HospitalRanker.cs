using Telehealth.Dispatch.Hospitals;
using Telehealth.Dispatch.Roads;
using Telehealth.Dispatch.Travel;
using Telehealth.Domain.Geo;
using Telehealth.Domain.Rescue.Emergencies;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Server.Platform.EventStore;
using Telehealth.Server.Rescue.Dispatching;
using Telehealth.Server.Rescue.Units;

namespace Telehealth.Server.Rescue.Hospitals;

/// <summary>Where a patient could be taken, from where the unit is now.</summary>
/// <param name="Needs">What the patient needs.</param>
/// <param name="From">Where the way begins.</param>
/// <param name="IsFromScene">True when nobody knows where the unit is, so that the scene stands for it.</param>
/// <param name="Ranking">Who fits, and why the others do not.</param>
internal sealed record HospitalsAtHand(HospitalNeeds Needs, GeoPoint From, bool IsFromScene, HospitalRanking Ranking);

/// <summary>Ranks hospitals for one patient.</summary>
internal sealed class HospitalRanker(HospitalBoard board, TravelSources travel, UnitPositions positions, TimeProvider time)
{
    private const int Wanted = 5;

    /// <summary>Null when neither the unit's place nor the patient's is known.</summary>
    public async Task<HospitalsAtHand?> Rank(TenantId tenant, EmergencyFacts facts, UnitId? unit, CancellationToken ct)
    {
        var fix = unit is { } known ? positions.Last(new UnitKey(tenant, known)) : null;
        if ((fix?.Place ?? facts.Place.Point) is not { } from)
            return null;
        var needs = HospitalNeeds.For(facts.Complaint, facts.Priority, facts.Answers);
        var hospitals = await board.Hospitals(tenant, ct);
        var now = time.GetUtcNow();
        var ranking = await travel.Reckon(source => HospitalChoice.Rank(
            new HospitalRequest(needs, from, DrivingModes.For(facts.Priority), Wanted), hospitals, source, now), ct);
        return new HospitalsAtHand(needs, from, fix is null, ranking);
    }

    public Task<Drive> TravelTo(KnownHospital hospital, GeoPoint from, EmergencyFacts facts, CancellationToken ct) =>
        travel.Reckon(source => source.Towards(hospital.Place, DrivingModes.For(facts.Priority)).From(from), ct);
}
