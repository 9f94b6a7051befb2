using System.Diagnostics;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using Telehealth.Testing.Network;

namespace Telehealth.Server.Tests.EventsOut;

/// <summary>
/// A RabbitMQ of a test's own, with its own folder and ports on loopback, that may be killed and started again. It ends with the test
/// process, however that ends: a shell waits on a pipe from it.
/// </summary>
internal sealed class TestBroker : IAsyncDisposable
{
    private const string KillWhenTheTestsEnd =
        """
        folder=$1; shift
        setsid "$@" >>"$folder/output" 2>&1 & pid=$!
        cat >/dev/null
        kill -9 -$pid
        [ -e "$folder/again" ] && exit
        epmd -kill >/dev/null 2>&1
        rm -rf "$folder"
        """;

    private const string Server = "/usr/lib/rabbitmq/bin/rabbitmq-server";

    private readonly string _folder = Directory.CreateTempSubdirectory("telehealth-broker-").FullName;
    private readonly int _port = FreePort.Take();
    private readonly int _distribution = FreePort.Take();
    private readonly int _names = FreePort.Take();
    private Process? _guard;

    private TestBroker()
    {
    }

    public Uri Address => new($"amqp://guest:guest@127.0.0.1:{_port}/");

    private string Again => Path.Combine(_folder, "again");

    public static async Task<TestBroker> Start()
    {
        Assert.True(File.Exists(Server), "This test needs Debian's rabbitmq-server.");
        var broker = new TestBroker();
        await File.WriteAllTextAsync(
            Path.Combine(broker._folder, "rabbitmq.conf"),
            $"listeners.tcp.1 = 127.0.0.1:{broker._port}\nloopback_users.guest = true\n");
        await File.WriteAllTextAsync(Path.Combine(broker._folder, "plugins"), "[].\n");
        await broker.StartAgain();
        return broker;
    }

    /// <summary>Without a word, as a machine loses its power; what it has confirmed is on its disk.</summary>
    public async Task Kill()
    {
        await File.WriteAllTextAsync(Again, string.Empty);
        await End();
    }

    public async Task StartAgain()
    {
        File.Delete(Again);
        _guard = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", KillWhenTheTestsEnd, "sh", _folder, Server])
        {
            RedirectStandardInput = true,
            WorkingDirectory = _folder,
            Environment =
            {
                ["HOME"] = _folder,
                ["RABBITMQ_NODENAME"] = $"test{_port}@localhost",
                ["RABBITMQ_DIST_PORT"] = $"{_distribution}",
                ["RABBITMQ_MNESIA_BASE"] = _folder,
                ["RABBITMQ_LOG_BASE"] = _folder,
                ["RABBITMQ_CONFIG_FILE"] = Path.Combine(_folder, "rabbitmq"),
                ["RABBITMQ_ENABLED_PLUGINS_FILE"] = Path.Combine(_folder, "plugins"),
                ["RABBITMQ_PID_FILE"] = Path.Combine(_folder, "pid"),
                // Distribution and its name service on loopback only; the latter
                // under a port of its own, so that none is left behind for others.
                ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = "-kernel inet_dist_use_interface {127,0,0,1}",
                ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
                ["ERL_EPMD_PORT"] = $"{_names}",
                ["ERL_EPMD_RELAXED_COMMAND_CHECK"] = "1",
            },
        })!;
        await (await Connect()).DisposeAsync();
    }

    /// <summary>As soon as the broker takes connections.</summary>
    public async Task<IConnection> Connect()
    {
        var since = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                return await new ConnectionFactory { Uri = Address, AutomaticRecoveryEnabled = false }.CreateConnectionAsync();
            }
            catch (BrokerUnreachableException cause)
            {
                if (_guard!.HasExited || Stopwatch.GetElapsedTime(since) > TimeSpan.FromMinutes(4))
                    throw new InvalidOperationException(
                        $"The broker did not start: {await File.ReadAllTextAsync(Path.Combine(_folder, "output"))}", cause);
                await Task.Delay(200);
            }
        }
    }

    public async ValueTask DisposeAsync() => await End();

    private async Task End()
    {
        _guard!.StandardInput.Close();
        await _guard.WaitForExitAsync();
        _guard.Dispose();
    }
}
