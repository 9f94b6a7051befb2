using System.ComponentModel.DataAnnotations;

namespace Telehealth.Server.Platform.Access;

/// <summary>
/// Which organisation a request belongs to. There is one today; whoever adds a second decides here, by host name for instance.
/// </summary>
internal sealed class Tenants(IConfiguration configuration)
{
    /// <summary>Used when <c>Tenancy:DefaultTenant</c> is not set.</summary>
    public static readonly TenantId BuiltIn = new(Guid.Parse("7e1e4ea1-0000-7000-8000-000000000001"));

    public TenantId Default { get; } = configuration["Tenancy:DefaultTenant"] switch
    {
        null or "" => BuiltIn,
        var text when Guid.TryParse(text, out var id) => new TenantId(id),
        var text => throw new ValidationException($"Tenancy:DefaultTenant must be a GUID, and '{text}' is none."),
    };

    /// <summary>The signed-in caller's tenant; before sign-in the one that the request was sent to.</summary>
    public TenantId TenantOf(HttpContext context) => Caller.TryOf(context.User)?.Tenant ?? Default;
}

/// <summary>The tenant whose people one unit of work sees. One writer: whoever opened the scope, before the first query.</summary>
internal sealed class CurrentTenant(Tenants tenants, IHttpContextAccessor accessor)
{
    private TenantId? _set;

    public TenantId Id
    {
        get => _set ?? (accessor.HttpContext is { } context ? tenants.TenantOf(context) : tenants.Default);
        set => _set = value;
    }
}
