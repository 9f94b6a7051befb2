namespace Telehealth.Server.Platform.Contracts;

/// <summary>Done, with nothing further to tell.</summary>
internal sealed record Done
{
    public static readonly Done Value = new();
}
