using System.Security.Cryptography;
using System.Text;
using System.Threading.Channels;
using Telehealth.LoadTests.Running;
using Telehealth.Testing.Hubs;

namespace Telehealth.LoadTests.Hostile.Attacks;

/// <summary>
/// Somebody who hears of every emergency at once uses up the command ids
/// that the dispatcher would derive from it, by commands that are refused.
/// </summary>
internal sealed class TakenIds(ServerUnderTest server, People people) : IAttack
{
    private const int Versions = 4;

    /// <summary>Whoever raises in this run: Hana of the demo, whose id everybody knows.</summary>
    private const string Dispatcher = "de300000-0000-7000-8000-000000000008";

    private readonly Channel<Guid> _raised = Channel.CreateBounded<Guid>(
        new BoundedChannelOptions(1_000) { FullMode = BoundedChannelFullMode.DropOldest });
    private string _token = "";

    public string Name => "taken command ids";

    /// <summary>An emergency that somebody is about to raise with this command.</summary>
    public void Hears(Guid raise) => _raised.Writer.TryWrite(Derived(raise, $"emergency:{Dispatcher}"));

    public async Task Prepare(CancellationToken ct) => _token = await people.SignUp("takes-ids", "patient", ct);

    public async Task Run(CancellationToken stop)
    {
        var hub = HubClient.To(server.Hub("/hub/consult"), _token);
        try
        {
            await hub.Start(stop);
            await foreach (var emergency in _raised.Reader.ReadAllAsync(stop))
            {
                for (var version = 1; version <= Versions; version++)
                {
                    foreach (var purpose in new[] { "command:ask", "command:exhaust" })
                        await hub.Tell(
                            "Say",
                            [
                                new
                                {
                                    commandId = Derived(emergency, $"{purpose}:{version}"),
                                    consultId = Guid.NewGuid(),
                                    text = "taken",
                                },
                            ],
                            stop);
                }
            }
        }
        finally
        {
            await hub.DisposeAsync();
        }
    }

    /// <summary>As the server derives ids (RFC 9562 section 5.8): anybody can.</summary>
    private static Guid Derived(Guid source, string purpose)
    {
        var hash = SHA256.HashData([.. source.ToByteArray(), .. Encoding.UTF8.GetBytes(purpose)]);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash.AsSpan(0, 16), bigEndian: true);
    }
}
