using Telehealth.Domain.Visits.Consults;
using Telehealth.Server.Platform.Access;

namespace Telehealth.Server.Visits.Consults;

/// <summary>A guest's claim to a consult: only consults invite guests, so what a guest may enter is one of them.</summary>
internal static class GuestCaller
{
    /// <summary>The one consult that a guest may enter; null for everybody else.</summary>
    public static ConsultId? GuestOfConsult(this Caller caller) => caller.GuestOf is { } scope ? new ConsultId(scope.Value) : null;

    public static GuestScope ScopeOf(Guid consult) => new(consult);

    /// <summary>The seat that a guest link grants.</summary>
    public static SeatKey SeatOf(GuestGrant grant) => new(grant.Tenant, grant.Scope.Value, grant.LinkId);
}
