using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Telehealth.Server.Tests.Cluster;

/// <summary>
/// One RabbitMQ a test run, with its own folder and ports on loopback. It ends
/// with the test process, however that ends: a shell waits on a pipe from it.
/// </summary>
internal sealed class TestBroker
{
    private const string StopWhenTheTestsEnd =
        """
        folder=$1; shift
        "$@" >"$folder/output" 2>&1 & pid=$!
        cat >/dev/null
        kill $pid; wait $pid
        epmd -kill >/dev/null 2>&1
        rm -rf "$folder"
        """;

    private static readonly Lazy<Task<TestBroker>> Lazily = new(Start);

    // Held for as long as the tests run: when it is collected, its pipe closes and the broker with it.
    private readonly Process _guard;

    private TestBroker(Process guard, Uri address) => (_guard, Address) = (guard, address);

    public static Task<TestBroker> Shared => Lazily.Value;

    public Uri Address { get; }

    private static async Task<TestBroker> Start()
    {
        const string Server = "/usr/lib/rabbitmq/bin/rabbitmq-server";
        Assert.True(File.Exists(Server), "This test needs Debian's rabbitmq-server.");
        var folder = Directory.CreateTempSubdirectory("telehealth-broker-").FullName;
        var (port, distribution, names) = (FreePort(), FreePort(), FreePort());
        await File.WriteAllTextAsync(
            Path.Combine(folder, "rabbitmq.conf"), $"listeners.tcp.1 = 127.0.0.1:{port}\nloopback_users.guest = true\n");
        await File.WriteAllTextAsync(Path.Combine(folder, "plugins"), "[].\n");

        var start = new ProcessStartInfo("/bin/sh", ["-c", StopWhenTheTestsEnd, "sh", folder, Server])
        {
            RedirectStandardInput = true,
            WorkingDirectory = folder,
            Environment =
            {
                ["HOME"] = folder,
                ["RABBITMQ_NODENAME"] = $"test{port}@localhost",
                ["RABBITMQ_DIST_PORT"] = $"{distribution}",
                ["RABBITMQ_MNESIA_BASE"] = folder,
                ["RABBITMQ_LOG_BASE"] = folder,
                ["RABBITMQ_CONFIG_FILE"] = Path.Combine(folder, "rabbitmq"),
                ["RABBITMQ_ENABLED_PLUGINS_FILE"] = Path.Combine(folder, "plugins"),
                ["RABBITMQ_PID_FILE"] = Path.Combine(folder, "pid"),
                // Distribution and its name service on loopback only; the latter
                // under a port of its own, so that none is left behind for others.
                ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = "-kernel inet_dist_use_interface {127,0,0,1}",
                ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
                ["ERL_EPMD_PORT"] = $"{names}",
                ["ERL_EPMD_RELAXED_COMMAND_CHECK"] = "1",
            },
        };
        var guard = Process.Start(start)!;
        var broker = new TestBroker(guard, new Uri($"amqp://guest:guest@127.0.0.1:{port}/"));
        await broker.WaitUntilReady(folder);
        return broker;
    }

    private async Task WaitUntilReady(string folder)
    {
        var since = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                await using var connection = await new ConnectionFactory { Uri = Address }.CreateConnectionAsync();
                return;
            }
            catch (BrokerUnreachableException cause)
            {
                if (_guard.HasExited || Stopwatch.GetElapsedTime(since) > TimeSpan.FromSeconds(120))
                    throw new InvalidOperationException(
                        $"The broker did not start: {await File.ReadAllTextAsync(Path.Combine(folder, "output"))}", cause);
                await Task.Delay(200);
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
