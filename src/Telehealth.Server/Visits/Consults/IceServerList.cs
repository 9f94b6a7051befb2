using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace Telehealth.Server.Visits.Consults;

/// <summary>
/// The STUN and TURN servers that browsers are told. TURN servers come with a credential that expires: coturn checks the HMAC of the user
/// name, which begins with the time until which it is good (draft-uberti-behave-turn-rest-00).
/// </summary>
internal sealed class IceServerList(IOptions<ConsultOptions> options, ConsultMetrics metrics, TimeProvider time)
{
    private readonly ConsultOptions _options = options.Value;

    public IReadOnlyList<IceServer> ForParticipant(Guid participant) => For(participant.ToString("N"), _options.TurnCredentialValidFor);

    /// <param name="user">Whose credential it is, without a colon; the TURN server sees it.</param>
    /// <param name="validFor">How long it opens new connections.</param>
    public IReadOnlyList<IceServer> For(string user, TimeSpan validFor)
    {
        var turn = _options.IceServers.Where(IsTurn).ToArray();
        var stun = _options.IceServers.Except(turn).ToArray();
        List<IceServer> servers = [];
        if (stun.Length > 0)
            servers.Add(new IceServer(stun, Username: null, Credential: null));
        if (turn.Length > 0 && _options.TurnSecret is { } secret)
        {
            var username = $"{(time.GetUtcNow() + validFor).ToUnixTimeSeconds()}:{user}";
#pragma warning disable CA5350 // The TURN servers fix the algorithm; HMAC-SHA1 is not known to be broken as a MAC.
            var credential = Convert.ToBase64String(HMACSHA1.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(username)));
#pragma warning restore CA5350
            servers.Add(new IceServer(turn, username, credential));
            metrics.TurnCredentialTold();
        }

        return servers;
    }

    private static bool IsTurn(string url) =>
        url.StartsWith("turn:", StringComparison.Ordinal) || url.StartsWith("turns:", StringComparison.Ordinal);
}
