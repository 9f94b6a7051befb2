using System.Buffers.Binary;
using Telehealth.Media.Stun;

namespace Telehealth.Media.Ice;

/// <summary>
/// An ICE-lite agent (RFC 8445 section 2.5) with one component: it answers checks, learns the peer's address from them
/// (peer-reflexive, section 7.3.1.3, so no remote candidate is ever needed), follows nominations and watches consent. It is always
/// controlled, since a lite agent's peer is controlling (section 6.1.1). Beyond what a lite agent must do it sends a check back to an
/// address that is new: a check that comes in proves who sent it and not from where, and media that follows a forged address would be
/// aimed at somebody who never asked for it. One thread at a time may use it.
/// </summary>
/// <remarks>
/// Consent (RFC 7675): a lite agent sends no consent checks of its own; a check with the right integrity proves that the peer is
/// still there and wants the path, and browsers send one every few seconds. Left out: candidate pairs and check lists.
/// </remarks>
public sealed class IceLiteAgent
{
    /// <summary>How many validated paths are kept; one more pushes out the one that was silent longest.</summary>
    public const int MaximumPaths = 8;

    /// <summary>How long a path may be silent before its consent is over (RFC 7675 section 5.1).</summary>
    public static readonly TimeSpan ConsentLifetime = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How many bytes may go to a path that has not proven that the peer receives there: a server's side of a handshake, some times over.
    /// </summary>
    public const int UnprovenBytes = 6_000;

    // Browsers consent each two and a half to six seconds: two of them may get lost.
    private static readonly TimeSpan HomeFor = TimeSpan.FromSeconds(15);

    // Chromium repeats its nomination with every check of the path that it uses. Firefox nominates once and from then on only consents,
    // each four to six seconds (RFC 7675 section 5.1), also where its address has become another meanwhile.
    private static readonly TimeSpan SilenceOfAbandoned = TimeSpan.FromSeconds(3);

    private const int TransactionIdLength = 12;
    private const int UInt128Length = 16;

    // Of a check that decides nothing: the peer controls, and there is one component and one candidate of a kind.
    private const ulong TieBreaker = 0;
    private const uint Priority = 0x6E00_01FF;

    private readonly ValidatedPath[] paths = new ValidatedPath[MaximumPaths];
    private int pathCount;
    private int selected = -1;
    private int wanted = -1;
    private bool nominated;
    private IceCredentials? remote;

    /// <summary>Starts an agent that answers checks for these credentials.</summary>
    public IceLiteAgent(IceCredentials local)
    {
        ArgumentNullException.ThrowIfNull(local);
        Local = local;
    }

    /// <summary>The credentials of the present generation, for the answer's SDP.</summary>
    public IceCredentials Local { get; private set; }

    /// <summary>
    /// The credentials before the last restart, which are honoured until the first nomination of the new generation, so that media
    /// goes on meanwhile (RFC 8445 section 9). Null outside a restart.
    /// </summary>
    public IceCredentials? Previous { get; private set; }

    /// <summary>
    /// Where to send: the path that was nominated last, and before the first nomination the path that was validated last. When a peer
    /// that nominates only once consents on another path instead, it is followed there: its address has changed. From a path that is
    /// proven it moves only to another that is. Null until a check has arrived.
    /// </summary>
    public NetworkPath? SelectedPath => selected < 0 ? null : paths[selected].Path;

    /// <summary>Whether the peer has shown that it receives what is sent to the selected path.</summary>
    public bool IsSelectedProven => selected >= 0 && paths[selected].IsProven;

    /// <summary>Whether the peer has nominated a path.</summary>
    public bool IsNominated => nominated;

    /// <summary>
    /// The path that the last handled request pushed out, if it did, so that the owner's address table can forget it too.
    /// </summary>
    public NetworkPath? Forgotten { get; private set; }

    /// <summary>Says whose checks to expect, as the peer's SDP has it. Until then any remote half of USERNAME is accepted.</summary>
    public void SetRemote(string ufrag, string password) => remote = new(ufrag, password);

    /// <summary>
    /// Whether an offer with these values asks for an ICE restart: either differs from the last known (RFC 8839 section 4.4.1.1.1).
    /// False before <see cref="SetRemote"/>.
    /// </summary>
    public bool IsRestart(string ufrag, string password) =>
        remote is not null && (remote.Ufrag != ufrag || remote.Password != password);

    /// <summary>Begins a new generation. Validated paths and the selected one live on, so nothing is interrupted.</summary>
    public void Restart(IceCredentials local, string remoteUfrag, string remotePassword)
    {
        ArgumentNullException.ThrowIfNull(local);
        Previous = Local;
        Local = local;
        SetRemote(remoteUfrag, remotePassword);
    }

    /// <summary>Whether the path has carried a check of this peer, so that its other datagrams may be taken.</summary>
    public bool IsValidated(NetworkPath path) => IndexOf(path) >= 0;

    /// <summary>
    /// Whether the peer is known to be there: the path is proven, and a check has come from it within the last fifteen seconds.
    /// </summary>
    public bool IsHome(NetworkPath path, TimeSpan now) =>
        IndexOf(path) is >= 0 and var index && paths[index].IsProven && now - paths[index].LastCheck < HomeFor;

    /// <summary>Whether so many bytes may go to a path; while it is not proven they count.</summary>
    public bool MaySend(NetworkPath path, int bytes)
    {
        if (IndexOf(path) is not (>= 0 and var index)) return false;
        if (paths[index].IsProven) return true;
        if (paths[index].SentUnproven + bytes > UnprovenBytes) return false;
        paths[index].SentUnproven += bytes;
        return true;
    }

    /// <summary>
    /// The peer has shown that it receives what is sent to this path, by an answer to something that nobody else has seen.
    /// </summary>
    public void Prove(NetworkPath path)
    {
        if (IndexOf(path) is not (>= 0 and var index) || paths[index].IsProven) return;
        paths[index].IsProven = true;
        if (index == wanted || !IsSelectedProven) selected = index;
    }

    /// <summary>
    /// Writes a check of our own for a path that is not proven. The same one each time, so that any answer to any of them counts.
    /// </summary>
    /// <param name="path">A path from which a check has come.</param>
    /// <param name="random">A source fit for secrets: whoever could guess the transaction id could answer without having seen it.</param>
    /// <param name="to">At least 1,200 bytes.</param>
    /// <param name="written">Its length.</param>
    /// <returns>False when none is needed.</returns>
    public bool TryWriteCheck(NetworkPath path, Random random, Span<byte> to, out int written)
    {
        written = 0;
        if (remote is null || IndexOf(path) is not (>= 0 and var index) || paths[index].IsProven) return false;
        ref var checkedPath = ref paths[index];
        if (checkedPath.Transaction == UInt128.Zero)
        {
            Span<byte> drawn = stackalloc byte[TransactionIdLength];
            random.NextBytes(drawn);
            checkedPath.Transaction = ReadTransaction(drawn) | UInt128.One;
        }
        Span<byte> transaction = stackalloc byte[UInt128Length];
        BinaryPrimitives.WriteUInt128BigEndian(transaction, checkedPath.Transaction);
        Span<byte> username = stackalloc byte[remote.UfragBytes.Length + 1 + Local.UfragBytes.Length];
        remote.UfragBytes.CopyTo(username);
        username[remote.UfragBytes.Length] = (byte)':';
        Local.UfragBytes.CopyTo(username[(remote.UfragBytes.Length + 1)..]);
        var check = new StunWriter(to, StunMessageType.BindingRequest, transaction[^TransactionIdLength..]);
        check.WriteAttribute(StunAttribute.Username, username);
        check.WriteUInt64(StunAttribute.IceControlled, TieBreaker);
        check.WriteUInt32(StunAttribute.Priority, Priority);
        check.AppendIntegrity(remote.PasswordBytes);
        check.AppendFingerprint();
        written = check.Length;
        return true;
    }

    /// <summary>Takes an answer to a check of ours; false when it is none.</summary>
    /// <param name="answer">A success.</param>
    /// <param name="from">Where it came from: only the path that was asked can answer.</param>
    public bool TakeAnswer(in StunMessage answer, NetworkPath from)
    {
        if (remote is null || IndexOf(from) is not (>= 0 and var index) || paths[index].Transaction == UInt128.Zero)
            return false;
        if (ReadTransaction(answer.TransactionId) != paths[index].Transaction || !answer.VerifyIntegrity(remote.PasswordBytes))
            return false;
        Prove(from);
        return true;
    }

    /// <summary>
    /// Whether the peer has stopped consenting: the selected path has carried no valid check for 30 seconds. Nothing may be sent
    /// then (RFC 7675 section 5.1). False as long as no check has ever arrived: how long to wait for the first is the owner's rule.
    /// </summary>
    public bool ConsentExpired(TimeSpan now) => selected >= 0 && now - paths[selected].LastCheck >= ConsentLifetime;

    /// <summary>
    /// Handles a datagram that is classified as STUN, as RFC 8445 section 7.3 and RFC 8489 sections 6.3.1 and 9.1.3 ask. Nothing
    /// is remembered of a request whose integrity is not proven, and its refusal is never larger than the request, so a forged
    /// source address gains nothing.
    /// </summary>
    /// <param name="datagram">Any bytes.</param>
    /// <param name="from">Where it came from, which becomes a validated path if the request is good.</param>
    /// <param name="now">Monotonic time.</param>
    /// <param name="response">At least 128 bytes for the answer.</param>
    /// <param name="written">The answer's length; 0 where none is to be sent.</param>
    public BindingOutcome HandleRequest(
        ReadOnlySpan<byte> datagram, NetworkPath from, TimeSpan now, Span<byte> response, out int written)
    {
        written = 0;
        Forgotten = null;
        if (!StunMessage.TryParse(datagram, out var request)) return BindingOutcome.Malformed;
        if (request.HasFingerprint && !request.VerifyFingerprint()) return BindingOutcome.Malformed;
        if (request.Type != StunMessageType.BindingRequest) return BindingOutcome.NotARequest;

        if (!request.HasIntegrity || request.Username.IsEmpty)
        {
            written = Refuse(request, StunErrorCode.BadRequest, response, datagram.Length);
            return BindingOutcome.MissingCredentials;
        }
        var local = CredentialsFor(request.Username);
        if (local is null || !request.VerifyIntegrity(local.PasswordBytes))
        {
            written = Refuse(request, StunErrorCode.Unauthenticated, response, datagram.Length);
            return local is null ? BindingOutcome.UnknownUsername : BindingOutcome.BadIntegrity;
        }
        return HandleAuthentic(request, local, from, now, response, out written);
    }

    private BindingOutcome HandleAuthentic(
        StunMessage request, IceCredentials local, NetworkPath from, TimeSpan now, Span<byte> response, out int written)
    {
        Span<ushort> unknown = stackalloc ushort[8];
        var unknownCount = request.CollectUnknownRequired(unknown);
        if (unknownCount > 0)
        {
            var refusal = new StunWriter(response, StunMessageType.BindingError, request.TransactionId);
            refusal.WriteErrorCode(StunErrorCode.UnknownAttribute);
            refusal.WriteUnknownAttributes(unknown[..unknownCount]);
            written = Protect(ref refusal, local);
            return BindingOutcome.UnknownAttribute;
        }
        if (request.IceControlled)
        {
            // Section 7.3.1.1 lets the larger tie-breaker decide, but a lite agent cannot take the controlling role.
            var refusal = new StunWriter(response, StunMessageType.BindingError, request.TransactionId);
            refusal.WriteErrorCode(StunErrorCode.RoleConflict);
            written = Protect(ref refusal, local);
            return BindingOutcome.RoleConflict;
        }

        Validate(from, now, nominate: request.UseCandidate, isPresentGeneration: ReferenceEquals(local, Local));
        var success = new StunWriter(response, StunMessageType.BindingSuccess, request.TransactionId);
        success.WriteXorMappedAddress(from);
        written = Protect(ref success, local);
        return BindingOutcome.Answered;
    }

    private void Validate(NetworkPath from, TimeSpan now, bool nominate, bool isPresentGeneration)
    {
        var index = IndexOf(from);
        if (index < 0) index = Learn(from);
        var hasMoved = !nominate && nominated && index != selected && IsAbandoned(paths[selected], now);
        (paths[index].LastCheck, paths[index].IsOnlyConsented) = (now, !nominate);

        // A nomination of the old generation that was on its way may still move the choice, but does not end the restart.
        if (nominate && isPresentGeneration) Previous = null;
        if (!nominate && nominated && !hasMoved) return;
        nominated |= nominate;
        wanted = index;
        if (paths[index].IsProven || !IsSelectedProven) selected = index;
    }

    private static UInt128 ReadTransaction(ReadOnlySpan<byte> transactionId)
    {
        Span<byte> number = stackalloc byte[UInt128Length];
        number.Clear();
        transactionId.CopyTo(number[^TransactionIdLength..]);
        return BinaryPrimitives.ReadUInt128BigEndian(number);
    }

    private static bool IsAbandoned(in ValidatedPath path, TimeSpan now) =>
        path.IsOnlyConsented && now - path.LastCheck >= SilenceOfAbandoned;

    private int Learn(NetworkPath path)
    {
        var index = pathCount < MaximumPaths ? pathCount++ : LongestSilent();
        if (paths[index].IsKnown) Forgotten = paths[index].Path;
        if (wanted == index) wanted = selected;
        // A connection is a way there and back.
        paths[index] = new ValidatedPath { Path = path, IsKnown = true, IsProven = path.IsTcp };
        return index;
    }

    private int LongestSilent()
    {
        var oldest = selected == 0 ? 1 : 0;
        for (var i = oldest + 1; i < pathCount; i++)
        {
            if (i != selected && paths[i].LastCheck < paths[oldest].LastCheck) oldest = i;
        }
        return oldest;
    }

    private int IndexOf(NetworkPath path)
    {
        for (var i = 0; i < pathCount; i++)
        {
            if (paths[i].Path == path) return i;
        }
        return -1;
    }

    private IceCredentials? CredentialsFor(ReadOnlySpan<byte> username)
    {
        var ufrag = IceCredentials.LocalUfragOf(username);
        // The previous generation's remote half is not compared: its own fragment and password already tie it to this peer.
        if (Previous is not null && ufrag.SequenceEqual(Previous.UfragBytes)) return Previous;
        if (!ufrag.SequenceEqual(Local.UfragBytes)) return null;
        var remoteHalf = username[(ufrag.Length + 1)..];
        return remote is null || remoteHalf.SequenceEqual(remote.UfragBytes) ? Local : null;
    }

    private static int Refuse(StunMessage request, int code, Span<byte> response, int requestLength)
    {
        // Section 9.1.3: without proven credentials a refusal carries no integrity.
        var refusal = new StunWriter(response, StunMessageType.BindingError, request.TransactionId);
        refusal.WriteErrorCode(code);
        refusal.AppendFingerprint();
        return refusal.Length <= requestLength ? refusal.Length : 0;
    }

    private static int Protect(ref StunWriter writer, IceCredentials local)
    {
        writer.AppendIntegrity(local.PasswordBytes);
        writer.AppendFingerprint();
        return writer.Length;
    }

    private struct ValidatedPath
    {
        public NetworkPath Path;
        public TimeSpan LastCheck;
        public bool IsOnlyConsented;
        public bool IsKnown;
        public bool IsProven;
        public int SentUnproven;

        // Of our own check, as a number; zero before one was sent.
        public UInt128 Transaction;
    }
}
