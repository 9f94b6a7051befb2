using System.Text;
using Telehealth.Domain.Rescue.Paramedics;
using Telehealth.Domain.Triage;

namespace Telehealth.Server.Demo;

/// <summary>A vehicle of the demo service.</summary>
/// <param name="Id">The same at every start.</param>
/// <param name="Post">The name of the city's post where it waits.</param>
/// <param name="CrewName">Who drives it in the simulation; null for the vehicles left to people who sign in by hand.</param>
internal sealed record DemoVehicle(Guid Id, string CallSign, Skills Skills, string Post, string? CrewName);

internal static class Fleet
{
    private const Skills Bls = Skills.Basic;
    private const Skills Als = Skills.Basic | Skills.Advanced;

    /// <summary>All vehicles. A11, A12 and A14 are left for the demo paramedics.</summary>
    public static readonly IReadOnlyList<DemoVehicle> Vehicles =
    [
        Make("A11", Als, "Post Old Town", null),
        Make("A12", Als, "Post Old Town", null),
        Make("A13", Als | Skills.CriticalCare, "Post Old Town", "Jonas Ritter"),
        Make("A14", Bls, "Post Weir", null),
        Make("A15", Als, "Post Weir", "Mirela Stan"),
        Make("A16", Als | Skills.Paediatric, "Post Kingsholm", "Tom Achterberg"),
        Make("A17", Bls, "Post Kingsholm", "Sofia Ilves"),
        Make("A18", Als, "Post Eastmarket", "Kofi Mensah"),
        Make("A19", Bls | Skills.Bariatric, "Post Eastmarket", "Lena Hauge"),
        Make("A20", Als, "Post Millbridge", "Piet Vermeer"),
        Make("A21", Als | Skills.Rescue, "Post Millbridge", "Nadia Rahal"),
        Make("A22", Bls, "Post Millbridge", "Oscar Lund"),
        Make("A23", Als, "Post Ferry", "Irena Kos"),
        Make("A24", Bls, "Post Ferry", "Samuel Adeyemi"),
    ];

    /// <summary>Those that the simulation drives.</summary>
    public static IEnumerable<DemoVehicle> Simulated => Vehicles.Where(vehicle => vehicle.CrewName is not null);

    private static DemoVehicle Make(string callSign, Skills skills, string post, string? crewName)
    {
        // Call signs are the demo's keys; three letters and digits fit a UUID of the free-form kind (RFC 9562, version 8).
        var bytes = new byte[16];
        Encoding.ASCII.GetBytes(callSign).CopyTo(bytes, 0);
        (bytes[6], bytes[8]) = (0x80, 0x80);
        return new DemoVehicle(new Guid(bytes, bigEndian: true), callSign, skills, post, crewName);
    }
}
