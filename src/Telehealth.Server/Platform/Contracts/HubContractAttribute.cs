namespace Telehealth.Server.Platform.Contracts;

/// <summary>Marks a hub and the interface its clients implement, so that the TypeScript contract can be generated from them.</summary>
[AttributeUsage(AttributeTargets.Interface)]
internal sealed class HubContractAttribute(string path, Type client) : Attribute
{
    public string Path { get; } = path;

    public Type Client { get; } = client;
}
