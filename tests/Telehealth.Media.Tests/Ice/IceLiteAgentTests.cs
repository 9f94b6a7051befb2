using System.Net;
using System.Text;
using Telehealth.Media.Ice;
using Telehealth.Media.Stun;

namespace Telehealth.Media.Tests.Ice;

public sealed class IceLiteAgentTests
{
    private static readonly IceCredentials Remote = new("remote12", "remote-password-of-24-xx");
    private readonly IceCredentials local = IceCredentials.Create(new Random(1));
    private readonly IceLiteAgent agent;
    private readonly byte[] response = new byte[256];

    public IceLiteAgentTests()
    {
        agent = new IceLiteAgent(local);
        agent.SetRemote(Remote.Ufrag, Remote.Password);
    }

    [Fact]
    public void A_check_is_answered_with_the_address_it_came_from()
    {
        var outcome = agent.HandleRequest(Check(), Path(1), TimeSpan.Zero, response, out var written);

        Assert.Equal(BindingOutcome.Answered, outcome);
        Assert.True(StunMessage.TryParse(response.AsSpan(0, written), out var answer));
        Assert.Equal(StunMessageType.BindingSuccess, answer.Type);
        Assert.True(answer.VerifyFingerprint());
        Assert.True(answer.VerifyIntegrity(Encoding.ASCII.GetBytes(local.Password)));
        Assert.True(answer.TryGetXorMappedAddress(out var mapped));
        Assert.Equal(Path(1), mapped);
        Assert.True(agent.IsValidated(Path(1)));
        Assert.Equal(Path(1), agent.SelectedPath);
    }

    [Fact]
    public void A_nomination_decides_and_a_later_one_moves()
    {
        Handle(Check(), 1);
        Handle(Check(nominate: true), 2);
        Handle(Check(), 3);
        Assert.Equal(Path(2), agent.SelectedPath);

        Handle(Check(nominate: true), 1);
        Assert.Equal(Path(1), agent.SelectedPath);
    }

    [Fact]
    public void A_peer_that_nominates_once_and_then_consents_is_followed_to_its_new_address()
    {
        Handle(Check(nominate: true), 1);
        Handle(Check(), 1, TimeSpan.FromSeconds(5));
        Handle(Check(), 2, TimeSpan.FromSeconds(6));
        Assert.Equal(Path(1), agent.SelectedPath);

        Handle(Check(), 2, TimeSpan.FromSeconds(10));
        Assert.Equal(Path(2), agent.SelectedPath);
    }

    [Fact]
    public void A_peer_that_nominates_with_every_check_is_not_led_away_by_a_check_of_another_path()
    {
        Handle(Check(nominate: true), 1);
        Handle(Check(nominate: true), 1, TimeSpan.FromSeconds(5));

        Handle(Check(), 2, TimeSpan.FromSeconds(10));

        Assert.Equal(Path(1), agent.SelectedPath);
    }

    [Fact]
    public void A_wrong_password_leaves_no_state_and_is_refused_with_401()
    {
        var forged = Check(password: "not-the-password-at-all!");

        Assert.Equal(BindingOutcome.BadIntegrity, agent.HandleRequest(forged, Path(1), TimeSpan.Zero, response, out var written));

        Assert.Equal(401, ErrorOf(written));
        Assert.InRange(written, 1, forged.Length);
        Assert.False(agent.IsValidated(Path(1)));
        Assert.Null(agent.SelectedPath);
    }

    [Theory]
    [InlineData("stranger:remote12")]
    [InlineData("no-colon")]
    [InlineData("LOCAL:another1")]
    [InlineData("LOCAL:remote12:more")]
    [InlineData("LOCAL")]
    public void Another_username_is_refused_with_401(string username)
    {
        var check = Check(username: username.Replace("LOCAL", local.Ufrag, StringComparison.Ordinal));

        Assert.Equal(BindingOutcome.UnknownUsername, agent.HandleRequest(check, Path(1), TimeSpan.Zero, response, out var written));

        Assert.Equal(401, ErrorOf(written));
        Assert.False(agent.IsValidated(Path(1)));
    }

    [Fact]
    public void A_request_without_credentials_is_never_answered_with_more_than_it_had()
    {
        var bare = Build(static (ref StunWriter _) => { });
        var longer = Build(static (ref StunWriter writer) => writer.WriteAttribute(StunAttribute.Software, new byte[40]));

        Assert.Equal(BindingOutcome.MissingCredentials, agent.HandleRequest(bare, Path(1), TimeSpan.Zero, response, out var none));
        Assert.Equal(BindingOutcome.MissingCredentials, agent.HandleRequest(longer, Path(1), TimeSpan.Zero, response, out var written));

        Assert.Equal(0, none);
        Assert.Equal(400, ErrorOf(written));
    }

    [Fact]
    public void An_unknown_required_attribute_is_refused_with_420_only_when_the_request_is_authentic()
    {
        var authentic = Check(extra: static (ref StunWriter writer) => writer.WriteUInt32((StunAttribute)0x7ABC, 1));
        var forged = Check(password: "x", extra: static (ref StunWriter writer) => writer.WriteUInt32((StunAttribute)0x7ABC, 1));

        Assert.Equal(BindingOutcome.BadIntegrity, agent.HandleRequest(forged, Path(1), TimeSpan.Zero, response, out var written));
        Assert.Equal(401, ErrorOf(written));
        Assert.Equal(BindingOutcome.UnknownAttribute, agent.HandleRequest(authentic, Path(1), TimeSpan.Zero, response, out written));
        Assert.Equal(420, ErrorOf(written));

        Assert.True(StunMessage.TryParse(response.AsSpan(0, written), out var refusal));
        Assert.True(refusal.VerifyIntegrity(Encoding.ASCII.GetBytes(local.Password)));
        Assert.True(refusal.TryGetAttribute(StunAttribute.UnknownAttributes, out var types));
        Assert.Equal([0x7A, 0xBC], types.ToArray());
        Assert.False(agent.IsValidated(Path(1)));
    }

    [Fact]
    public void An_unknown_optional_attribute_and_a_nomination_count_are_ignored()
    {
        var check = Check(extra: static (ref StunWriter writer) =>
        {
            writer.WriteUInt32((StunAttribute)0xC057, 1);
            writer.WriteUInt32(StunAttribute.Nomination, 3);
        });

        Assert.Equal(BindingOutcome.Answered, Handle(check, 1));
    }

    [Fact]
    public void A_peer_that_claims_to_be_controlled_meets_a_role_conflict()
    {
        var check = Check(role: StunAttribute.IceControlled);

        Assert.Equal(BindingOutcome.RoleConflict, agent.HandleRequest(check, Path(1), TimeSpan.Zero, response, out var written));

        Assert.Equal(487, ErrorOf(written));
        Assert.False(agent.IsValidated(Path(1)));
    }

    [Fact]
    public void Responses_indications_and_noise_are_not_answered()
    {
        var indication = Check(type: StunMessageType.BindingIndication);
        var changed = Check();
        changed[^1] ^= 1;

        Assert.Equal(BindingOutcome.NotARequest, agent.HandleRequest(indication, Path(1), TimeSpan.Zero, response, out var first));
        Assert.Equal(BindingOutcome.Malformed, agent.HandleRequest(changed, Path(1), TimeSpan.Zero, response, out var second));
        Assert.Equal(BindingOutcome.Malformed, agent.HandleRequest([1, 2, 3], Path(1), TimeSpan.Zero, response, out var third));

        Assert.Equal((0, 0, 0), (first, second, third));
        Assert.False(agent.IsValidated(Path(1)));
    }

    [Fact]
    public void Consent_ends_thirty_seconds_after_the_last_check_on_the_selected_path()
    {
        Assert.False(agent.ConsentExpired(TimeSpan.FromHours(1)));
        Handle(Check(nominate: true), 1, TimeSpan.FromSeconds(10));
        Handle(Check(nominate: true), 1, TimeSpan.FromSeconds(20));

        Assert.False(agent.ConsentExpired(TimeSpan.FromSeconds(49.9)));
        Assert.True(agent.ConsentExpired(TimeSpan.FromSeconds(50)));
        Handle(Check(), 1, TimeSpan.FromSeconds(60));
        Assert.False(agent.ConsentExpired(TimeSpan.FromSeconds(61)));
    }

    [Fact]
    public void A_ninth_path_pushes_out_the_one_that_was_silent_longest_but_never_the_selected()
    {
        Handle(Check(nominate: true), 1, TimeSpan.FromSeconds(0));
        for (var host = 2; host <= IceLiteAgent.MaximumPaths; host++) Handle(Check(), host, TimeSpan.FromSeconds(host));
        Assert.Null(agent.Forgotten);

        Handle(Check(), 99, TimeSpan.FromSeconds(20));

        Assert.Equal(Path(2), agent.Forgotten);
        Assert.False(agent.IsValidated(Path(2)));
        Assert.True(agent.IsValidated(Path(99)));
        Assert.Equal(Path(1), agent.SelectedPath);
    }

    [Fact]
    public void A_restart_keeps_the_path_until_the_new_generation_nominates()
    {
        Handle(Check(nominate: true), 1);
        var old = local;
        var renewed = IceCredentials.Create(new Random(2));
        Assert.True(agent.IsRestart("renewed1", Remote.Password));
        Assert.False(agent.IsRestart(Remote.Ufrag, Remote.Password));

        agent.Restart(renewed, "renewed1", "password-of-the-renewed-");
        Assert.Equal(BindingOutcome.Answered, Handle(Check(nominate: true), 1));
        Assert.Equal(old, agent.Previous);
        var check = Check(username: $"{renewed.Ufrag}:renewed1", password: renewed.Password, nominate: true);
        Assert.Equal(BindingOutcome.Answered, Handle(check, 5));

        Assert.Null(agent.Previous);
        Assert.Equal(Path(5), agent.SelectedPath);
        Assert.True(agent.IsValidated(Path(1)));
        Assert.Equal(BindingOutcome.UnknownUsername, Handle(Check(), 1));
    }

    [Fact]
    public void Credentials_have_the_lengths_and_characters_that_ICE_asks_for()
    {
        Assert.Matches("^[A-Za-z0-9+/]{8}$", local.Ufrag);
        Assert.Matches("^[A-Za-z0-9+/]{24}$", local.Password);
        Assert.DoesNotContain(local.Password, local.ToString(), StringComparison.Ordinal);
        Assert.Equal("abcd", Encoding.UTF8.GetString(IceCredentials.LocalUfragOf("abcd:efgh"u8)));
        Assert.True(IceCredentials.LocalUfragOf("abcd"u8).IsEmpty);
    }

    [Fact]
    public void Mutated_checks_never_throw_and_pass_only_where_what_integrity_covers_is_whole()
    {
        const int seed = 20_262;
        var random = new Random(seed);
        Handle(Check(nominate: true), 1);
        byte[][] good = [Check(nominate: true), Check(role: StunAttribute.IceControlled), Check(type: StunMessageType.BindingIndication)];
        for (var input = 0; input < 50_000; input++)
        {
            var datagram = Mutation.Of(good[random.Next(good.Length)], random);
            // A mutation that only undoes itself is the good message.
            if (good.Any(message => message.AsSpan().SequenceEqual(datagram))) continue;
            var outcome = BindingOutcome.Malformed;
            var thrown = Record.Exception(() => outcome = Handle(datagram, 66));
            Assert.True(thrown is null, $"seed {seed}, input {input}: {thrown}");
            Assert.True(outcome != BindingOutcome.Answered || IsWholeUntilFingerprint(datagram, good[0]), $"seed {seed}, input {input}");
        }
    }

    /// <summary>The length field is not covered as it stands: it is taken as if the message ended with the integrity.</summary>
    private static bool IsWholeUntilFingerprint(byte[] datagram, byte[] good) =>
        datagram.AsSpan(0, 2).SequenceEqual(good.AsSpan(0, 2)) && datagram.AsSpan(4).StartsWith(good.AsSpan(4..^8));

    private delegate void Extra(ref StunWriter writer);

    private BindingOutcome Handle(byte[] check, int host, TimeSpan now = default) =>
        agent.HandleRequest(check, Path(host), now, response, out _);

    private int ErrorOf(int written)
    {
        Assert.True(StunMessage.TryParse(response.AsSpan(0, written), out var refusal));
        Assert.Equal(StunMessageType.BindingError, refusal.Type);
        Assert.True(refusal.VerifyFingerprint());
        return refusal.ErrorCode;
    }

    private byte[] Check(
        string? username = null,
        string? password = null,
        bool nominate = false,
        StunAttribute role = StunAttribute.IceControlling,
        StunMessageType type = StunMessageType.BindingRequest,
        Extra? extra = null)
    {
        var buffer = new byte[300];
        var writer = new StunWriter(buffer, type, "transaction!"u8);
        writer.WriteAttribute(StunAttribute.Username, Encoding.ASCII.GetBytes(username ?? $"{local.Ufrag}:{Remote.Ufrag}"));
        writer.WriteUInt64(role, 42);
        if (nominate) writer.WriteAttribute(StunAttribute.UseCandidate, default);
        writer.WriteUInt32(StunAttribute.Priority, 1);
        extra?.Invoke(ref writer);
        writer.AppendIntegrity(Encoding.ASCII.GetBytes(password ?? local.Password));
        writer.AppendFingerprint();
        return buffer[..writer.Length];
    }

    private static byte[] Build(Extra write)
    {
        var buffer = new byte[300];
        var writer = new StunWriter(buffer, StunMessageType.BindingRequest, new byte[12]);
        write(ref writer);
        return buffer[..writer.Length];
    }

    private static NetworkPath Path(int host) => NetworkPath.From(IPAddress.Parse($"192.0.2.{host}"), 5000);
}
