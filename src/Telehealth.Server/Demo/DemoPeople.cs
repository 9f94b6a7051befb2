using Telehealth.Server.Platform.Access;
using Telehealth.Server.Platform.EventStore;

namespace Telehealth.Server.Demo;

/// <summary>The invented people of demo mode. Their ids are fixed, so that demo data can speak of them.</summary>
internal static class DemoPeople
{
    public const string Password = "demo-telehealth";

    public static readonly DemoPerson Ana = new(1, Roles.Patient, "Ana Lindqvist", "ana") { Telephone = "+1 202 555 0142" };
    public static readonly DemoPerson Ben = new(2, Roles.Patient, "Ben Okafor", "ben");
    public static readonly DemoPerson Chloe = new(3, Roles.Clinician, "Dr Chloé Martin", "chloe");
    public static readonly DemoPerson David = new(4, Roles.Clinician, "Dr David Kim", "david");
    public static readonly DemoPerson Erik = new(5, Roles.Paramedic, "Erik Sand", "erik");
    public static readonly DemoPerson Farah = new(6, Roles.Paramedic, "Farah Aziz", "farah");
    public static readonly DemoPerson Gil = new(7, Roles.Paramedic, "Gil Moreno", "gil");
    public static readonly DemoPerson Hana = new(8, Roles.Dispatcher, "Hana Novak", "hana");
    public static readonly DemoPerson Ivo = new(9, Roles.Admin, "Ivo Tanaka", "ivo");

    public static readonly IReadOnlyList<DemoPerson> All = [Ana, Ben, Chloe, David, Erik, Farah, Gil, Hana, Ivo];

    /// <summary>As Access is told of them, which makes their accounts in demo mode and closes them outside of it.</summary>
    public static readonly InventedPeople Invented = new(
        [.. All.Select(person => new InventedPerson(person.Id, person.Role, person.Name, person.Email, person.Telephone))], Password);
}

internal sealed record DemoPerson(int Number, string Role, string Name, string MailName)
{
    public Guid Id { get; } = Guid.Parse($"de300000-0000-7000-8000-{Number:D12}");

    /// <summary>Of the numbers that are kept free for stories. Who has none shows what a page says then.</summary>
    public string? Telephone { get; init; }

    /// <summary>A command of this person, who need not be signed in for it.</summary>
    public CommandContext As(ActorKind kind, TenantId tenant, Guid commandId) =>
        new Caller(tenant, Id, Name, [Role], GuestOf: null, SessionId: Guid.Empty).As(kind, commandId);

    public string Email => $"{MailName}@demo.telehealth";
}
