using Npgsql;

namespace Telehealth.Server.Tests.Access;

public sealed class AccessDatabase : IAsyncLifetime
{
    public string ConnectionString { get; private set; } = "";

    public async Task InitializeAsync()
    {
        const string server = "Host=127.0.0.1;Port=55432;Username=postgres;Pooling=false";
        var name = "a" + Guid.NewGuid().ToString("N");
        await using (var admin = NpgsqlDataSource.Create(server))
        await using (var create = admin.CreateCommand($"create database {name}"))
            await create.ExecuteNonQueryAsync();
        ConnectionString = $"Host=127.0.0.1;Port=55432;Username=postgres;Database={name};Maximum Pool Size=20";
        await using var source = NpgsqlDataSource.Create(ConnectionString);
        await using var migrate = source.CreateCommand(await File.ReadAllTextAsync("../../../../../src/Telehealth.Server/EventStore/Migrations/0002_identity.sql"));
        await migrate.ExecuteNonQueryAsync();
    }

    public Task DisposeAsync() => Task.CompletedTask;
}
