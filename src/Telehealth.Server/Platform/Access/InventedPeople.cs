namespace Telehealth.Server.Platform.Access;

/// <summary>Whoever has an account in demo mode and in no other. Demo says who they are.</summary>
/// <param name="Password">Of all of them. It is no secret.</param>
internal sealed record InventedPeople(IReadOnlyList<InventedPerson> All, string Password)
{
    public static readonly InventedPeople None = new([], string.Empty);
}
