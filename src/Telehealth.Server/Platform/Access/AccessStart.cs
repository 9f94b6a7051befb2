using System.Net;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Telehealth.Server.Platform.Access;

/// <summary>
/// At the start, before anything is served: names are folded, and demo
/// accounts made in demo mode, else a first administrator. One node at a time.
/// </summary>
internal sealed class AccessStart(IServiceScopeFactory scopes, AppOptions app, InventedPeople invented) : IHostedService
{
    /// <summary>Any number that nothing else locks with.</summary>
    private const long AdvisoryLock = 0x7E1E_0002;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var services = scope.ServiceProvider;
        await using var connection = await services.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var locking = connection.Command("select pg_advisory_xact_lock($1)", AdvisoryLock);
        await locking.ExecuteNonQueryAsync(cancellationToken);
        await services.GetRequiredService<FoldedNames>().Fill(cancellationToken);
        if (app.Demo)
        {
            await services.GetRequiredService<DemoAccounts>().Ensure(invented, cancellationToken);
            return;
        }

        await services.GetRequiredService<DemoAccounts>().Retire(invented, cancellationToken);
        var note = services.GetRequiredService<SetUpNote>();
        if (await services.GetRequiredService<FirstAdmin>().Ensure(cancellationToken) is var (email, password))
            await note.Tell(email, password);
        else
            note.Remove();
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

/// <summary>Refuses to start with settings that would be unsafe or meaningless.</summary>
internal sealed class AccessOptionsCheck(AppOptions app) : IValidateOptions<AccessOptions>
{
    public ValidateOptionsResult Validate(string? name, AccessOptions options)
    {
        if (!app.Demo && string.IsNullOrEmpty(options.KeyEncryptionSecret))
        {
            return ValidateOptionsResult.Fail(
                "Access:KeyEncryptionSecret is needed outside demo mode: it encrypts the keys in the database. Make one with 'openssl rand -base64 32', "
                    + "give it to every node (environment variable Access__KeyEncryptionSecret) and keep it; or start the demo with Demo:Enabled=true.");
        }

        if (!app.HasNumberThatCanBeRung)
            return ValidateOptionsResult.Fail(
                $"Service:EmergencyNumber is '{app.EmergencyNumber}', which is no number that can be rung, such as 112 or +44 1632 960 999.");
        var spans = new[]
        {
            options.SignInLock,
            options.SessionIdle,
            options.SessionLimit,
            options.DeviceAccess,
            options.DeviceIdle,
            options.DeviceLimit,
            options.CheckInterval,
        };
        if (spans.Any(span => span <= TimeSpan.Zero) || options.RefreshRetry < TimeSpan.Zero)
            return ValidateOptionsResult.Fail("Times under Access must be longer than zero.");
        if (options.TrustedProxies.FirstOrDefault(proxy => !IsNetwork(proxy)) is { } noProxy)
            return ValidateOptionsResult.Fail(
                $"Access:TrustedProxies holds '{noProxy}', which is neither an address nor a network such as 10.0.0.0/8.");
        return options.AllowedOrigins.FirstOrDefault(origin => !IsOrigin(origin)) is { } bad
            ? ValidateOptionsResult.Fail($"Access:AllowedOrigins holds '{bad}', which is no origin such as https://care.example.")
            : ValidateOptionsResult.Success;
    }

    private static bool IsNetwork(string text) =>
        IPAddress.TryParse(text, out _) || (text.Contains('/') && System.Net.IPNetwork.TryParse(text, out _));

    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && uri.Scheme is "http" or "https"
        && uri.GetLeftPart(UriPartial.Authority) == text.TrimEnd('/');
}
