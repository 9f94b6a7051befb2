using Microsoft.Extensions.Options;
using Telehealth.Dispatch.Cities;
using Telehealth.Dispatch.Hospitals;
using Telehealth.Domain.Geo;
using Telehealth.Server.Platform.Contracts;

namespace Telehealth.Server.Rescue.Hospitals;

/// <summary>A hospital as the configuration has it.</summary>
internal sealed record KnownHospital(
    string Code, string Name, GeoPoint Place, HospitalCapabilities Capabilities, string? Telephone, Uri? PreAlert)
{
    public HospitalId Id { get; } = new(DerivedId.From(Guid.Empty, $"hospital:{Code}"));

    public Hospital With(HospitalStatus status) => new(Id, Name, Place, Capabilities, status);
}

/// <summary>The hospitals of the area: those of the configuration, else the demo city's.</summary>
internal sealed class HospitalList(IReadOnlyList<KnownHospital> all)
{
    // The first is the demo city's large one, the second cares for mothers and children, the third for heart and brain.
    private static readonly HospitalCapabilities[] DemoCapabilities =
    [
        Enum.GetValues<HospitalCapabilities>().Aggregate((set, one) => set | one),
        HospitalCapabilities.EmergencyDepartment | HospitalCapabilities.Paediatric | HospitalCapabilities.Maternity,
        HospitalCapabilities.EmergencyDepartment | HospitalCapabilities.Stroke | HospitalCapabilities.Cardiac,
    ];

    public IReadOnlyList<KnownHospital> All => all;

    public static HospitalList Load(IServiceProvider services)
    {
        var entries = services.GetRequiredService<IOptions<HospitalOptions>>().Value.List;
        if (entries.Count > 0)
            return new HospitalList([.. entries.Select(Known)]);
        return services.GetService<City>() is { } city
            ? new HospitalList([
                .. city.Hospitals.Zip(
                    DemoCapabilities, (place, can) => new KnownHospital(CodeOf(place.Name), place.Name, place.Place, can, null, null)),
            ])
            : new HospitalList([]);
    }

    public KnownHospital? Find(string code) => all.FirstOrDefault(hospital => hospital.Code == code);

    public KnownHospital Of(HospitalId id) => all.First(hospital => hospital.Id == id);

    private static KnownHospital Known(HospitalEntry entry) => new(
        entry.Code,
        entry.Name.Trim(),
        // What the check of the options has let through.
        GeoPoint.Of(entry.Latitude ?? double.NaN, entry.Longitude ?? double.NaN),
        HospitalOptionsCheck.CapabilitiesOf(entry.Capabilities) ?? HospitalCapabilities.None,
        entry.Telephone,
        entry.PreAlertUrl is { } url ? new Uri(url) : null);

    private static string CodeOf(string name) => name.Split(' ')[0].ToLowerInvariant() switch
    {
        "st" => name.Split(' ')[1].ToLowerInvariant().Split('’')[0],
        var first => first,
    };
}
