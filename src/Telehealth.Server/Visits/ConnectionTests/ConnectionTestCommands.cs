using System.Net;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Telehealth.Media.Rooms;
using Telehealth.Media.Sdp;
using Telehealth.Server.Platform.Access;
using Telehealth.Server.Platform.Contracts;
using Telehealth.Server.Visits.Consults;
using Telehealth.Server.Visits.MediaLoop;

namespace Telehealth.Server.Visits.ConnectionTests;

/// <summary>
/// Lends the relay for less than a minute to a page that wants to know how a call would do: side a sends to the relay, side b gets it back.
/// The id of a test cannot be guessed and is the only way in. Guarded by one lock that is never held across a wait.
/// </summary>
internal sealed class ConnectionTestCommands(
    RelayLoops relay, IceServerList iceServers, IOptions<ConnectionTestOptions> options, TimeProvider time)
{
    /// <summary>Two sides, each with UDP, TCP and TURN in turn, and some to spare.</summary>
    private const int MostOffers = 24;

    /// <summary>A TURN credential of a stranger ends soon after the test.</summary>
    private static readonly TimeSpan CredentialOutlives = TimeSpan.FromSeconds(20);

    public static readonly Rejection TooMany = new(
        RejectionKind.TooMany, "test.too_many", "Too many connection tests are running just now. Try again in a minute.");
    private static readonly Rejection NotFound = Rejection.NotFound(
        "test.not_found", "This connection test is over, or there never was one. Start a new one.");
    private static readonly Rejection Incomplete = Problems.Invalid("An offer has an sdp and the sources of its sending lines.");

    // Of a network's address a TURN server sees what tells it from others, and nobody learns it from that.
    private readonly byte[] _networkKey = RandomNumberGenerator.GetBytes(32);
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Test> _tests = new(StringComparer.Ordinal);

    public int Running
    {
        get
        {
            lock (_lock)
                return _tests.Count;
        }
    }

    /// <param name="from">Who asks: one network has a few places, of what runs here and of what runs by TURN.</param>
    public Reply<ConnectionTest> Begin(IPAddress? from)
    {
        var network = SignInLimits.Network(from ?? IPAddress.None);
        var now = time.GetUtcNow();
        var (id, endsAt) = (Secret.New(), now + options.Value.EndsAfter);
        lock (_lock)
        {
            if (_tests.Count >= options.Value.AtOnce
                || _tests.Values.Count(test => test.Network.Equals(network)) >= options.Value.AtOncePerNetwork)
                return TooMany;
            _tests.Add(id, new Test(network, endsAt));
        }

        return new ConnectionTest(id, iceServers.For(TurnUserOf(network), options.Value.EndsAfter + CredentialOutlives), endsAt);
    }

    /// <summary>An offer of one side, the first or a later one.</summary>
    public async Task<Reply<ConnectionTestAnswer>> Negotiate(string test, string side, ConnectionTestOffer offer, CancellationToken ct)
    {
        if (side is not ("a" or "b") || !TakesOffer(test))
            return NotFound;
        if (offer is not { Sdp: not null, Sources: not null }
            || offer.Sources.Any(source => source is not { Mid: not null } || !Enum.IsDefined(source.Source)))
            return Incomplete;
        SourceOfMid[] sources = [.. offer.Sources.Select(source => new SourceOfMid(source.Mid, MediaRoom.ToRelay(source.Source)))];
        // A room that was closed meanwhile admits nobody any more.
        if (!await relay.Admit(RoomOf(test), side, cancellationToken: ct))
            return NotFound;
        return await relay.NegotiateSeat(RoomOf(test), side, offer.Sdp, sources, ct) switch
        {
            NegotiationOutcome.Answered answered => new ConnectionTestAnswer(
                answered.Sdp, [.. answered.Tracks.Select(track => new ConnectionTestTrack(track.Mid, MediaRoom.ToContract(track.Source)))]),
            NegotiationOutcome.Refused { Refusal: var refusal } when refusal == MediaRefusal.NoSeat => NotFound,
            NegotiationOutcome.Refused refused => Rejection.Invalid(refused.Refusal.Code, refused.Refusal.Text),
            _ => throw new InvalidOperationException("The relay answered in a way that nobody knows."),
        };
    }

    /// <summary>Closes the rooms of tests whose time is up.</summary>
    public async Task CloseEnded(CancellationToken ct)
    {
        var now = time.GetUtcNow();
        string[] ended;
        lock (_lock)
        {
            ended = [.. _tests.Where(test => test.Value.EndsAt <= now).Select(test => test.Key)];
            foreach (var test in ended)
                _tests.Remove(test);
        }

        foreach (var test in ended)
            await relay.CloseRoom(RoomOf(test), ct);
    }

    // What TURN allows a user is allowed a network.
    private string TurnUserOf(IPAddress network) =>
        $"test-{Convert.ToHexStringLower(HMACSHA256.HashData(_networkKey, network.GetAddressBytes()).AsSpan(0, 8))}";

    // Rooms of consults are called by a GUID alone, so that none can be met by this name.
    private static string RoomOf(string test) => $"test-{test}";

    private bool TakesOffer(string test)
    {
        lock (_lock)
        {
            return _tests.TryGetValue(test, out var running) && running.EndsAt > time.GetUtcNow() && ++running.Offers <= MostOffers;
        }
    }

    private sealed class Test(IPAddress network, DateTimeOffset endsAt)
    {
        public IPAddress Network { get; } = network;

        public DateTimeOffset EndsAt { get; } = endsAt;

        public int Offers { get; set; }
    }
}
