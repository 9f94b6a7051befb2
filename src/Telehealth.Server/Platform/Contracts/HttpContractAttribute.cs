namespace Telehealth.Server.Platform.Contracts;

/// <summary>Marks a record that travels over HTTP, so that its TypeScript shape is generated too.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Enum)]
internal sealed class HttpContractAttribute : Attribute;
