using System.Diagnostics;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Orleans.Runtime;
using Telehealth.Server.Platform.Cluster;
using Telehealth.Server.Tests.Entities;
using Telehealth.Server.Tests.EventStore;

namespace Telehealth.Server.Tests.Cluster;

/// <summary>Nodes know each other by certificates of one authority, and whoever has none is not let in.</summary>
public sealed class SiloCertificateTests(JarDatabase database) : IClassFixture<JarDatabase>, IDisposable
{
    private static readonly TimeSpan Quarter = TimeSpan.FromDays(90);

    private readonly TestAuthority _authority = new TestAuthority().Issue(Quarter);
    private readonly TestAuthority _stranger = new TestAuthority().Issue(Quarter);

    public void Dispose()
    {
        _authority.Dispose();
        _stranger.Dispose();
    }

    [Fact]
    public async Task Nodes_with_certificates_of_one_authority_find_each_other_and_a_command_crosses()
    {
        // Past the grain it would get there without the other node.
        var (one, two) = await GrainNode.StartTwo(
            database.ConnectionString, [.. _authority.Settings, ("Cluster:Id", "crossing"), ("Entities:BypassAfter", "00:00:20")]);
        await using var first = one;
        await using var second = two;
        var jar = Guid.NewGuid();
        await one.Execute(jar, new Jar.Command.Fill(1));

        Assert.Null((await two.Execute(jar, new Jar.Command.Fill(41))).Refusal);

        Assert.Equal((true, false), (one.Has(jar), two.Has(jar)));
        Assert.Equal(42, await one.GramsOf(jar));
        Assert.Equal(0, one.Get<SiloCertificates>().Refused + two.Get<SiloCertificates>().Refused);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_node_with_a_certificate_of_another_authority_or_none_does_not_get_in_and_the_others_go_on(bool hasCertificate)
    {
        var id = ("Cluster:Id", $"stranger-{hasCertificate}");
        await using var one = await SiloNode.Start(database.ConnectionString, [.. _authority.Settings, id]);
        await using var two = await SiloNode.Start(database.ConnectionString, [.. _authority.Settings, id]);
        await Eventually.True(() => one.Bus.Peers == 1 && two.Bus.Peers == 1, "they know each other");
        using CancellationTokenSource enough = new(TimeSpan.FromSeconds(8));

        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            await using var stranger = await SiloNode.Start(
                database.ConnectionString, hasCertificate ? [.. _stranger.Settings, id] : [id], enough.Token);
        });

        Assert.True(enough.IsCancellationRequested, "it tried for as long as it was let");
        var active = one.Get<IClusterMembershipService>().CurrentSnapshot.Members.Values
            .Where(member => member.Status == SiloStatus.Active).Select(member => member.SiloAddress);
        Assert.Equal(new[] { one.Address, two.Address }.Order(), active.Order());
        if (hasCertificate)
            Assert.True(one.Get<SiloCertificates>().Refused + two.Get<SiloCertificates>().Refused > 0, "it was refused");
        TaskCompletionSource heard = new();
        using var subscription = two.Bus.Subscribe("kitchen.bell", _ => heard.TrySetResult());
        await one.Bus.Announce("kitchen.bell", ReadOnlyMemory<byte>.Empty);
        await heard.Task.WaitAsync(TimeSpan.FromMinutes(1));
        Assert.Empty(await one.Troubles());
    }

    [Fact]
    public async Task A_silos_port_speaks_with_nobody_who_shows_no_certificate_or_one_that_is_over()
    {
        await using var node = await SiloNode.Start(database.ConnectionString, [.. _authority.Settings, ("Cluster:Id", "port")]);
        var current = new SiloCertificates(
            Options.Create(Of(_authority)), TimeProvider.System, NullLogger<SiloCertificates>.Instance).Current().Own;
        _authority.Issue(TimeSpan.FromDays(-1));
        var over = X509Certificate2.CreateFromPemFile(_authority.CertificateFile, _authority.KeyFile);
        _authority.Issue(Quarter);

        Assert.True(await SpeaksWith(node, current));
        Assert.False(await SpeaksWith(node, null));
        Assert.False(await SpeaksWith(node, over));
    }

    [Fact]
    public async Task A_certificate_that_is_renewed_is_shown_to_whoever_comes_next()
    {
        await using var node = await SiloNode.Start(database.ConnectionString, [.. _authority.Settings, ("Cluster:Id", "renewed")]);
        var certificates = node.Get<SiloCertificates>();
        var before = certificates.Current().Own.Thumbprint;

        File.WriteAllText(_authority.KeyFile, "half of a ke");
        Assert.Equal(before, certificates.Current().Own.Thumbprint);
        Assert.Contains("cannot be used", Assert.Single(await node.Troubles()), StringComparison.Ordinal);

        _authority.Issue(TimeSpan.FromDays(10));
        Assert.NotEqual(before, certificates.Current().Own.Thumbprint);
        var report = await node.Get<HealthCheckService>().CheckHealthAsync(check => check.Name == "silo-certificate");
        Assert.Equal(HealthStatus.Degraded, report.Status);
        Assert.Contains("expires on", Assert.Single(await node.Troubles()), StringComparison.Ordinal);

        _authority.Issue(Quarter);
        Assert.Empty(await node.Troubles());
    }

    [Fact]
    public void A_start_says_what_to_set_before_nodes_speak_in_the_clear_beyond_this_machine()
    {
        SiloOptions beyond = new() { SiloAddress = "192.0.2.7" };
        Assert.Contains("Set Cluster:Certificate", Refusal(beyond), StringComparison.Ordinal);
        beyond.PlainSilos = true;
        Assert.Null(Refusal(beyond));
        Assert.Null(Refusal(new() { SiloAddress = "::1" }));
    }

    [Fact]
    public void A_start_says_what_is_wrong_with_a_certificate()
    {
        Assert.Null(Refusal(Of(_authority)));
        var pfx = Of(_authority);
        (pfx.Certificate, pfx.CertificateKey) = (_authority.IssuePfx(), null);
        Assert.Null(Refusal(pfx));

        var foreign = Of(_authority);
        foreign.CertificateAuthority = _stranger.AuthorityFile;
        Assert.Contains("refused by every other node", Refusal(foreign), StringComparison.Ordinal);
        _authority.Issue(TimeSpan.FromDays(-1));
        Assert.Contains("NotTimeValid", Refusal(Of(_authority)), StringComparison.Ordinal);
        _authority.IssueForServerOnly();
        Assert.Contains("NotValidForUsage", Refusal(Of(_authority)), StringComparison.Ordinal);
        File.Delete(_authority.KeyFile);
        Assert.Contains("cannot be used", Refusal(Of(_authority)), StringComparison.Ordinal);
        Assert.Contains("go together", Refusal(new() { Certificate = "tls.crt" }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_script_makes_certificates_that_nodes_take_and_renews_them()
    {
        var folder = Path.GetDirectoryName(_authority.AuthorityFile)!;
        foreach (var file in Directory.GetFiles(folder))
            File.Delete(file);
        await MakeCertificates(folder);
        Assert.Null(Refusal(Of(_authority)));
        var authority = await File.ReadAllTextAsync(_authority.AuthorityFile);
        var certificate = await File.ReadAllTextAsync(_authority.CertificateFile);

        await MakeCertificates(folder);

        Assert.Null(Refusal(Of(_authority)));
        Assert.Equal(authority, await File.ReadAllTextAsync(_authority.AuthorityFile));
        Assert.NotEqual(certificate, await File.ReadAllTextAsync(_authority.CertificateFile));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_authority.KeyFile));
    }

    private static SiloOptions Of(TestAuthority authority) => new()
    {
        Certificate = authority.CertificateFile,
        CertificateKey = authority.KeyFile,
        CertificateAuthority = authority.AuthorityFile,
    };

    private static string? Refusal(SiloOptions options) => new SiloOptionsCheck().Validate(null, options).FailureMessage;

    /// <summary>Whether the node says anything after the handshake; whoever is refused hears the end at once.</summary>
    private static async Task<bool> SpeaksWith(SiloNode node, X509Certificate2? certificate)
    {
        X509CertificateCollection shown = new();
        if (certificate is not null)
            shown.Add(certificate);
        using TcpClient tcp = new();
        await tcp.ConnectAsync(node.Address.Endpoint);
        await using SslStream stream = new(tcp.GetStream());
        try
        {
            await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
            {
                TargetHost = "node",
                ClientCertificates = shown,
                RemoteCertificateValidationCallback = (_, theirs, _, _) => theirs is not null,
            });
            return await stream.ReadAsync(new byte[1]).AsTask().WaitAsync(TimeSpan.FromSeconds(3)) > 0;
        }
        catch (TimeoutException)
        {
            // It waits for what a node says first.
            return true;
        }
        catch (Exception refused) when (refused is IOException or AuthenticationException)
        {
            return false;
        }
    }

    private static async Task MakeCertificates(string folder)
    {
        var script = Path.Combine(Repository(), "deploy", "silo-certificates.sh");
        using var process = Process.Start(new ProcessStartInfo(script, [folder, "90"]) { RedirectStandardOutput = true })!;
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
    }

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Telehealth.sln")))
            folder = folder.Parent!;
        return folder.FullName;
    }
}
