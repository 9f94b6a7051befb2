using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Telehealth.Domain.Text;

namespace Telehealth.Server.Platform.Access;

/// <summary>Somebody with a sign-in. People sign in with their e-mail address, so there is no other user name.</summary>
internal sealed class Person : IdentityUser<Guid>
{
    public Guid TenantId { get; set; }

    /// <summary>Sets what the name is sorted and found by too, so that no place which writes a name can forget it.</summary>
    public required string DisplayName
    {
        get;
        set
        {
            field = value;
            FoldedName = FoldedText.Fold(value);
            SearchWords = [.. FoldedText.Words(value)];
            FoldedBy = FoldedText.Version;
        }
    }

    public string FoldedName { get; private set; } = string.Empty;

    public string[] SearchWords { get; private set; } = [];

    public short FoldedBy { get; private set; }

    public string[] Roles { get; set; } = [];

    public bool Disabled { get; set; }

    /// <summary>Somebody else chose the password, so nothing is served before the person has chosen one.</summary>
    public bool OwesPassword { get; set; }

    /// <summary>Made where everybody is an administrator: shut outside demo mode, until an administrator opens it again.</summary>
    public bool MadeInDemo { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public override string? UserName
    {
        get => Email;
        set { }
    }

    public override string? NormalizedUserName
    {
        get => NormalizedEmail;
        set { }
    }
}

/// <summary>Maps people onto the table that our migration made. Sees one tenant only.</summary>
internal sealed class PeopleDb(DbContextOptions<PeopleDb> options, CurrentTenant tenant) : DbContext(options)
{
    public Guid Tenant => tenant.Id.Value;

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        var person = modelBuilder.Entity<Person>();
        person.ToTable("person", "identity");
        person.HasKey(p => new { p.TenantId, p.Id });
        person.HasQueryFilter(p => p.TenantId == Tenant);
        person.Property(p => p.TenantId).HasColumnName("tenant");
        person.Property(p => p.Id).HasColumnName("id").ValueGeneratedNever();
        person.Property(p => p.Email).HasColumnName("email").IsRequired();
        person.Property(p => p.NormalizedEmail).HasColumnName("normalized_email").IsRequired();
        person.Property(p => p.DisplayName).HasColumnName("display_name");
        person.Property(p => p.FoldedName).HasColumnName("folded_name");
        person.Property(p => p.SearchWords).HasColumnName("search_words");
        person.Property(p => p.FoldedBy).HasColumnName("folded_by");
        person.Property(p => p.Roles).HasColumnName("roles");
        person.Property(p => p.PasswordHash).HasColumnName("password_hash");
        person.Property(p => p.SecurityStamp).HasColumnName("security_stamp").IsRequired();
        person.Property(p => p.ConcurrencyStamp).HasColumnName("concurrency_stamp").IsRequired().IsConcurrencyToken();
        person.Property(p => p.Disabled).HasColumnName("disabled");
        person.Property(p => p.OwesPassword).HasColumnName("owes_password");
        person.Property(p => p.MadeInDemo).HasColumnName("made_in_demo");
        person.Property(p => p.CreatedAt).HasColumnName("created_at");

        // Tries are counted by SignInTries, for unknown addresses as well; second
        // factors are not kept yet. Telephone numbers are AccountTelephones' to change.
        person.Ignore(p => p.UserName).Ignore(p => p.NormalizedUserName).Ignore(p => p.EmailConfirmed)
            .Ignore(p => p.AccessFailedCount).Ignore(p => p.LockoutEnabled).Ignore(p => p.LockoutEnd)
            .Ignore(p => p.TwoFactorEnabled).Ignore(p => p.PhoneNumber).Ignore(p => p.PhoneNumberConfirmed);
    }
}

/// <summary>
/// Identity's store over <see cref="PeopleDb"/>. Claims, external sign-ins and tokens have no tables, and nothing asks for them.
/// </summary>
internal sealed class PersonStore(PeopleDb db, CurrentTenant tenant, AppOptions app, IdentityErrorDescriber errors)
    : UserOnlyStore<Person, PeopleDb, Guid>(db, errors)
{
    public override async Task<IdentityResult> CreateAsync(Person user, CancellationToken cancellationToken = default)
    {
        user.TenantId = tenant.Id.Value;
        user.MadeInDemo = app.Demo;
        try
        {
            return await base.CreateAsync(user, cancellationToken);
        }
        catch (DbUpdateException exception)
            when (exception.InnerException is PostgresException { ConstraintName: "person_email_is_unique" })
        {
            // Two administrators at the same moment: the validator saw neither, the constraint saw both.
            Context.Entry(user).State = EntityState.Detached;
            return IdentityResult.Failed(ErrorDescriber.DuplicateEmail(user.Email ?? string.Empty));
        }
    }

    public override Task<IdentityResult> UpdateAsync(Person user, CancellationToken cancellationToken = default)
    {
        // Outside demo mode the start has shut it, so an administrator opened it again. Who knows its password is not known.
        if (user is { MadeInDemo: true, Disabled: false } && !app.Demo)
            (user.MadeInDemo, user.OwesPassword) = (false, true);
        return base.UpdateAsync(user, cancellationToken);
    }

    public override Task<Person?> FindByIdAsync(string userId, CancellationToken cancellationToken = default) =>
        Guid.TryParse(userId, out var id)
            ? Users.SingleOrDefaultAsync(person => person.Id == id, cancellationToken)
            : Task.FromResult<Person?>(null);

    public override Task<Person?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken = default) =>
        FindByEmailAsync(normalizedUserName, cancellationToken);
}
