namespace Telehealth.Server.Platform.Hosting;

/// <summary>How this server reaches its database, for those that need connections with settings of their own.</summary>
internal sealed record DatabaseAddress(string ConnectionString)
{
    // The generated text of a record would show the password in a log.
    public override string ToString() => nameof(DatabaseAddress);
}
