using Telehealth.Dispatch.Travel;

namespace Telehealth.Dispatch.Hospitals;

/// <summary>
/// Which hospital: those that are open and have what is required, by drive time. Pure,
/// apart from the travel source's buffers; called by the thread that owns the source.
/// </summary>
/// <remarks>
/// The source reckons towards one place, so each hospital is a search of its own; in the order of straight distance, and no further
/// than top speed could still win, which keeps it at the few nearest ones and exact.
/// </remarks>
public static class HospitalChoice
{
    /// <summary>Ranks the hospitals and says of each other one why not.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than one is wanted.</exception>
    public static HospitalRanking Rank(HospitalRequest request, IEnumerable<Hospital> hospitals, ITravelSource source, DateTimeOffset now)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(request.Wanted, 1, nameof(request));
        var sorted = hospitals
            .Select(hospital => (Hospital: hospital, Reason: WhyLeftOut(hospital, request.Needs.Required, now)))
            .ToLookup(entry => entry.Reason, entry => entry.Hospital);
        var ranked = Nearest(sorted[null], request, request.Needs.Required | request.Needs.Wished, source, request.Wanted);
        var diverting = Nearest(sorted[HospitalLeftOutReason.OnDivert], request, HospitalCapabilities.None, source, int.MaxValue);
        List<LeftOutHospital> leftOut =
        [
            .. diverting.Select(entry => new LeftOutHospital(
                entry.Hospital, HospitalLeftOutReason.OnDivert, ToldBy(entry.Hospital), entry.Travel)),
            .. sorted[HospitalLeftOutReason.LacksCapability]
                .Select(hospital => new LeftOutHospital(
                    hospital, HospitalLeftOutReason.LacksCapability, $"Has no {(request.Needs.Required & ~hospital.Capabilities).Words()}.",
                    null)),
            .. sorted[HospitalLeftOutReason.Closed]
                .Select(hospital => new LeftOutHospital(hospital, HospitalLeftOutReason.Closed, ToldBy(hospital), null)),
        ];
        if (ranked.Count > 0)
            return new HospitalRanking(ranked, leftOut, null);
        var instead = sorted[HospitalLeftOutReason.LacksCapability]
            .Where(hospital =>
                (hospital.Capabilities & HospitalCapabilities.EmergencyDepartment) != 0 && hospital.Status.At(now) is HospitalStatus.Open);
        return new HospitalRanking(
            ranked, leftOut,
            new HospitalShortfall(
                request.Needs.Required, ShortfallText(request.Needs.Required, leftOut),
                Nearest(instead, request, request.Needs.Required, source, request.Wanted)));
    }

    /// <summary>A code such as <c>hospital.on_divert</c>.</summary>
    public static string Code(this HospitalLeftOutReason reason) => reason switch
    {
        HospitalLeftOutReason.Closed => "hospital.closed",
        HospitalLeftOutReason.LacksCapability => "hospital.lacks_capability",
        HospitalLeftOutReason.OnDivert => "hospital.on_divert",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "Not a reason."),
    };

    private static HospitalLeftOutReason? WhyLeftOut(Hospital hospital, HospitalCapabilities required, DateTimeOffset now) =>
        hospital.Status.At(now) switch
        {
            HospitalStatus.Closed => HospitalLeftOutReason.Closed,
            _ when (hospital.Capabilities & required) != required => HospitalLeftOutReason.LacksCapability,
            HospitalStatus.Divert => HospitalLeftOutReason.OnDivert,
            _ => null,
        };

    /// <summary>By drive time, those equally near in the order of their ids.</summary>
    private static List<RankedHospital> Nearest(
        IEnumerable<Hospital> hospitals, HospitalRequest request, HospitalCapabilities compared, ITravelSource source, int wanted)
    {
        var best = new List<RankedHospital>();
        foreach (
            var hospital in hospitals.OrderBy(hospital => request.From.DistanceTo(hospital.Place)).ThenBy(hospital => hospital.Id.Value))
        {
            var search = source.Towards(hospital.Place, request.Mode);
            // The margin is that of the units' ranking: rounding between the sphere and a road's length must never drop a winner.
            var soonest = request.From.DistanceTo(hospital.Place) / search.TopSpeed * 0.995 - TimeSpan.FromSeconds(0.1);
            if (best.Count >= wanted && soonest > best[^1].Travel.Time)
                break;
            best.Add(new RankedHospital(hospital, search.From(request.From), compared & ~hospital.Capabilities));
            best.Sort((left, right) => (left.Travel.Time, left.Hospital.Id.Value).CompareTo((right.Travel.Time, right.Hospital.Id.Value)));
            if (best.Count > wanted)
                best.RemoveAt(wanted);
        }

        return best;
    }

    private static string ToldBy(Hospital hospital) => hospital.Status switch
    {
        HospitalStatus.Divert divert => $"On divert: {divert.Reason}",
        HospitalStatus.Closed closed => $"Closed: {closed.Reason}",
        _ => "",
    };

    private static string ShortfallText(HospitalCapabilities required, List<LeftOutHospital> leftOut)
    {
        if (leftOut.Count == 0)
            return "No hospital is known.";
        (HospitalLeftOutReason Reason, string Words)[] reasons =
        [
            (HospitalLeftOutReason.OnDivert, "on divert"),
            (HospitalLeftOutReason.LacksCapability, "without it"),
            (HospitalLeftOutReason.Closed, "closed"),
        ];
        var counts = reasons
            .Select(entry => (Count: leftOut.Count(hospital => hospital.Reason == entry.Reason), entry.Words))
            .Where(entry => entry.Count > 0);
        return $"No open hospital has {required.Words()}: {string.Join(", ", counts.Select(entry => $"{entry.Count} {entry.Words}"))}.";
    }
}
