namespace Telehealth.Server.Platform.Access;

/// <summary>Marks a hub method or an endpoint whose answer costs much to find: one person may ask so many a second and no more.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class)]
internal sealed class CostlyAttribute : Attribute;
