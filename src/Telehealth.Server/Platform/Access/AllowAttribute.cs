namespace Telehealth.Server.Platform.Access;

/// <summary>Names who may use a hub method or an endpoint. What names nobody is closed to everybody.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class)]
internal sealed class AllowAttribute(params string[] roles) : Attribute
{
    public IReadOnlyList<string> Roles { get; } = roles;
}
