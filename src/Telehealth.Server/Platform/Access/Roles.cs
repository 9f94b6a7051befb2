using System.Security.Claims;

namespace Telehealth.Server.Platform.Access;

/// <summary>Role names as they are stored, sent and written in <c>[Allow]</c>.</summary>
internal static class Roles
{
    public const string Patient = "patient";
    public const string Clinician = "clinician";
    public const string Paramedic = "paramedic";
    public const string Dispatcher = "dispatcher";
    public const string Admin = "admin";

    /// <summary>Came by a guest link: given by the session, never stored with a person.</summary>
    public const string Guest = "guest";

    /// <summary>Not a role: in <c>[Allow]</c> it lets everybody in who is signed in, guests too.</summary>
    public const string SignedIn = "signed-in";

    /// <summary>Not a role either: beside <see cref="SignedIn"/> it lets those in who must choose a new password first.</summary>
    public const string OwingPassword = "owing-password";

    /// <summary>Those that a person can hold.</summary>
    public static readonly IReadOnlyList<string> OfPeople = [Patient, Clinician, Paramedic, Dispatcher, Admin];
}
