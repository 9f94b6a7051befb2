using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Telehealth.Server.Platform.Cluster;
using Telehealth.Server.Platform.EventStore;
using Telehealth.Server.Platform.Hosting;
using Telehealth.Server.Tests.EventStore;

namespace Telehealth.Server.Tests.Hosting;

public sealed class HostingSetupTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("telehealth-hosting-").FullName;

    public HostingSetupTests()
    {
        // Under root another user must get through.
        if (OperatingSystem.IsLinux())
            File.SetUnixFileMode(_folder, (UnixFileMode)0b111_101_101);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_server_with_its_own_database_becomes_ready_and_stops_it_at_the_end()
    {
        int pid;
        await using (var app = Build(new() { ["Postgres:DataFolder"] = _folder }))
        {
            await app.StartAsync();
            pid = app.Services.GetRequiredService<EmbeddedPostgres>().Pid;
            using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };

            await Eventually.True(async () => (await client.GetAsync("/health/ready")).StatusCode == HttpStatusCode.OK, "ready");

            Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/health/live")).StatusCode);
            await app.StopAsync();
        }
        Assert.False(PostgresLeftovers.Runs(pid, Path.Combine(_folder, "cluster")));
    }

    [Theory]
    [InlineData("Postgres:ConnectionString", "no connection string")]
    [InlineData("Postgres:StopWithin", "00:00:00")]
    [InlineData("Cluster:SiloAddress", "somewhere")]
    [InlineData("Cluster:SiloAddress", "192.0.2.7")]
    [InlineData("EventStore:AppendsPerCommit", "0")]
    public async Task A_setting_that_cannot_be_is_told_before_anything_starts(string name, string value)
    {
        await using var app = Build(new() { ["Postgres:DataFolder"] = _folder, [name] = value });

        await Assert.ThrowsAsync<OptionsValidationException>(() => app.StartAsync());

        Assert.False(Directory.Exists(Path.Combine(_folder, "cluster")));
    }

    /// <summary>For a file that may change, every folder below the start would be watched: the database's too.</summary>
    [Fact]
    public void No_folder_is_watched_for_settings_that_change()
    {
        var builder = WebApplication.CreateBuilder(Program.WithoutReloading(["rebuild", "--urls", "http://127.0.0.1:0"]));

        var files = builder.Configuration.Sources.OfType<FileConfigurationSource>().ToList();
        Assert.NotEmpty(files);
        Assert.DoesNotContain(files, file => file.ReloadOnChange);
        Assert.Equal("http://127.0.0.1:0", builder.Configuration["urls"]);
    }

    /// <summary>It happens five times a second for as long as the server lives.</summary>
    [Fact]
    public void To_see_that_the_database_runs_takes_hardly_any_memory()
    {
        bool Look() => PostgresLeftovers.Runs(Environment.ProcessId, Environment.CurrentDirectory);
        Assert.True(Look());

        var before = GC.GetAllocatedBytesForCurrentThread();
        Look();

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4_096);
    }

    private static WebApplication Build(Dictionary<string, string?> settings)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddHosting(builder.Configuration);
        builder.Services.AddEventStore(builder.Configuration);
        builder.Services.AddSilo(builder.Configuration);
        builder.Services.AddLogFollowers();
        var app = builder.Build();
        app.MapHosting();
        return app;
    }
}
