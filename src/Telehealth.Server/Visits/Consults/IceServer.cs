namespace Telehealth.Server.Visits.Consults;

internal sealed record IceServer(IReadOnlyList<string> Urls, string? Username, string? Credential);
