using Microsoft.AspNetCore.Identity;

namespace Telehealth.Server.Platform.Access;

/// <summary>
/// Everybody changes the own password, with the present one. All sign-ins of the person end: whoever knew the old one is out.
/// </summary>
internal sealed class PasswordChange(
    UserManager<Person> people, PasswordCheck passwords, SignInLimits limits, Revocations revocations, SetUpNote note,
    ILogger<PasswordChange> log)
{
    private static readonly Rejection Wrong = Rejection.Invalid("user.password_wrong", "The present password is not right.");
    private static readonly Rejection Same = Rejection.Invalid("user.password_same", "Choose another password than the present one.");

    public async Task<SignInVerdict> Change(HttpContext context, Caller caller, OwnPassword request, CancellationToken cancellation)
    {
        if (await people.FindByIdAsync(caller.PersonId.ToString()) is not { } person)
            return new SignInVerdict(null, new SignInRefusal(Gate.NotFound));
        var (password, bad) = await Passwords.Acceptable(people, person, request.Password);
        if (password is null)
            return new SignInVerdict(null, new SignInRefusal(bad ?? Wrong));
        // Counted like a sign-in: an open page is no way to guess.
        var (known, refusal) = await passwords.Check(context, person.Email, request.Present);
        if (known is null)
            return new SignInVerdict(null, refusal?.Rejection == PasswordCheck.Denied ? new SignInRefusal(Wrong) : refusal);
        if (password == Passwords.Normalise(request.Present))
            return new SignInVerdict(null, new SignInRefusal(Same));
        var hash = await limits.Hash(() => people.PasswordHasher.HashPassword(known, password), cancellation);
        var wasOwed = known.OwesPassword;
        (known.PasswordHash, known.OwesPassword) = (hash, false);
        if (!(await people.UpdateSecurityStampAsync(known)).Succeeded)
            return new SignInVerdict(null, new SignInRefusal(UserAdmin.ChangedMeanwhile));
        await revocations.EndSessionsOf(caller.Tenant, known.Id, cancellation);
        log.OwnPasswordChanged(known.Id);
        if (wasOwed && known.Roles.Contains(Roles.Admin))
            note.Remove();
        return new SignInVerdict(known, null);
    }
}
