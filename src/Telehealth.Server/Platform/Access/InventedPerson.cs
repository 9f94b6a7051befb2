namespace Telehealth.Server.Platform.Access;

internal sealed record InventedPerson(Guid Id, string Role, string Name, string Email, string? Telephone);
