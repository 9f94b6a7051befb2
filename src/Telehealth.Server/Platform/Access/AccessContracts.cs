using Telehealth.Server.Platform.Contracts;

namespace Telehealth.Server.Platform.Access;

/// <summary>Who is signed in. A guest has the role guest and exactly one consult.</summary>
/// <param name="OwesPassword">Somebody else chose the password: until the person
/// has chosen one, everything else answers <c>access.password_owed</c>.</param>
[HttpContract]
internal sealed record Me(Guid Id, string Name, string? Email, IReadOnlyList<string> Roles, Guid? GuestOfConsult, bool OwesPassword);

/// <summary>One's own password. All sign-ins of the person end; a browser that asks is signed in anew by the answer.</summary>
[HttpContract]
internal sealed record OwnPassword(string Present, string Password);

/// <summary>The number by which one is called when picture and sound fail.</summary>
/// <param name="Number">As it was typed, at most 100 characters; null when there is none.</param>
[HttpContract]
internal sealed record OwnTelephone(string? Number);

[HttpContract]
internal sealed record SignIn(string Email, string Password);

/// <summary>A guest presents the secret from the link, and says how they want to be called.</summary>
[HttpContract]
internal sealed record GuestSignIn(string Token, string Name);

/// <summary>The secret from a guest link: in a body, so that no log of addresses holds it.</summary>
[HttpContract]
internal sealed record GuestToken(string Token);

/// <summary>What a guest link leads to, told before the guest says who they are. Names nobody.</summary>
[HttpContract]
internal sealed record GuestLinkView(string Role, DateTimeOffset ExpiresAt);

[HttpContract]
internal sealed record DeviceSignIn(string Email, string Password);

[HttpContract]
internal sealed record DeviceTokens(string AccessToken, string RefreshToken, int ExpiresInSeconds);

[HttpContract]
internal sealed record DeviceRefresh(string RefreshToken);

/// <summary>What every page needs before anybody signs in.</summary>
/// <param name="Demo">True only in demo mode; every page then says so.</param>
/// <param name="MapStyleUrl">A MapLibre style of the deployment's own; null means the built-in map that needs no internet.</param>
/// <param name="DemoAccounts">Empty outside demo mode.</param>
/// <param name="EmergencyNumber">The number to ring in danger, as people write it. Never empty.</param>
/// <param name="HelpWithoutAccount">Whether <c>POST /api/help</c> takes calls for help without a sign-in.</param>
/// <param name="EmergencyNumberIsLocal">False when the deployment named none: the number
/// is then the general one, and a page says that another may be right here.</param>
[HttpContract]
internal sealed record AppInfo(
    bool Demo, string? MapStyleUrl, DateTimeOffset ServerTime, IReadOnlyList<DemoAccount> DemoAccounts, string EmergencyNumber,
    bool EmergencyNumberIsLocal, bool HelpWithoutAccount);

[HttpContract]
internal sealed record DemoAccount(string Role, string Name, string Email, string Password);

/// <param name="LockedUntil">Until when one network or browser, from where wrong
/// passwords came, is refused for this person; from elsewhere they sign in.</param>
/// <param name="Telephone">As it was typed; null when none is known.</param>
[HttpContract]
internal sealed record UserRow(
    Guid Id, string Name, string Email, IReadOnlyList<string> Roles, bool Disabled, DateTimeOffset? LockedUntil, DateTimeOffset CreatedAt,
    string? Telephone);

[HttpContract]
internal sealed record UserPage(IReadOnlyList<UserRow> Users, int Total);

/// <param name="OwesPassword">True when the password serves the first sign-in alone: the person must then choose one.</param>
/// <param name="Telephone">Any text of at most 100 characters; null when none is known.</param>
[HttpContract]
internal sealed record NewUser(
    string Name, string Email, string Password, IReadOnlyList<string> Roles, bool OwesPassword = false, string? Telephone = null);

/// <param name="Number">Any text of at most 100 characters; null takes the number away.</param>
[HttpContract]
internal sealed record UserTelephone(string? Number);

[HttpContract]
internal sealed record UserRoles(IReadOnlyList<string> Roles);

/// <param name="OwesPassword">True when the password serves one sign-in alone: the person must then choose one.</param>
[HttpContract]
internal sealed record NewPassword(string Password, bool OwesPassword = false);

/// <summary>A patient as staff look them up to book or to raise for: no clinical data.</summary>
[HttpContract]
internal sealed record PatientEntry(Guid Id, string Name);
