using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Telehealth.Domain.Deciding;
using Telehealth.Server.Platform.Access;
using Telehealth.Testing.Rejections;

namespace Telehealth.Server.Tests.Access;

/// <summary>A refusal's status is part of the protocol: programs go by it.</summary>
public sealed class ProblemStatusTests
{
    /// <summary>Every code that is told with another status than 400.</summary>
    private static readonly Dictionary<string, int> Told = new(StringComparer.Ordinal)
    {
        ["access.signed_out"] = 401,
        ["access.denied"] = 401,
        ["access.locked"] = 423,
        ["access.origin_refused"] = 403,
        ["access.header_missing"] = 403,
        ["access.password_owed"] = 403,
        ["access.not_https"] = 403,
        ["access.too_many_tries"] = 429,
        ["help.too_many"] = 429,
        ["test.too_many"] = 429,
        ["photo.too_many_at_once"] = 429,
        ["request.too_many"] = 429,
        ["not_found"] = 404,
        ["guest.link_invalid"] = 404,
        ["test.not_found"] = 404,
        ["emergency.not_found"] = 404,
        ["user.email_taken"] = 409,
        ["user.changed_meanwhile"] = 409,
        ["plans.changed_meanwhile"] = 409,
        ["photo.too_many"] = 409,
        ["photo.too_slow"] = 408,
        ["store.unavailable"] = 503,
        ["photo.too_large"] = 413,
        ["photo.type_unknown"] = 415,
        ["hub.node_ends"] = 503,
    };

    /// <summary>Codes of hubs alone: no HTTP address answers with them, so their status is nobody's business.</summary>
    private static readonly string[] OfHubs =
    [
        "consult.not_found", "consult.not_seated", "consult.room_away", "participant.not_found", "patient.not_found", "vehicle.not_found",
        "chat.not_found", "chat.not_yours", "media.observer_sends", "hub.too_many_connections", "hub.too_many_requests", "hub.gone",
        "hub.moved",
    ];

    public static IEnumerable<object[]> Statuses => Told.Select(pair => new object[] { pair.Key, pair.Value });

    [Theory]
    [MemberData(nameof(Statuses))]
    public async Task A_refusal_is_answered_with_the_status_that_programs_know(string code, int status)
    {
        var named = Named.Where(rejection => rejection.Code == code).ToList();

        Assert.NotEmpty(named);
        foreach (var rejection in named)
            Assert.Equal(status, await StatusOf(rejection));
    }

    [Fact]
    public async Task Every_other_refusal_over_HTTP_is_a_bad_request()
    {
        foreach (var rejection in Named.Where(rejection => !Told.ContainsKey(rejection.Code) && !OfHubs.Contains(rejection.Code)))
            Assert.Equal((rejection.Code, 400), (rejection.Code, await StatusOf(rejection)));
    }

    [Fact]
    public async Task Every_kind_of_refusal_has_a_status()
    {
        foreach (var kind in Enum.GetValues<RejectionKind>())
            Assert.InRange(await StatusOf(new Rejection(kind, "test.code", "A text.")), 400, 599);
    }

    private static IEnumerable<Rejection> Named => NamedRejections.In(typeof(Rejection).Assembly, typeof(Problems).Assembly);

    private static async Task<int> StatusOf(Rejection rejection)
    {
        var services = new ServiceCollection().AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance).BuildServiceProvider();
        await using (services)
        {
            var context = new DefaultHttpContext { RequestServices = services };
            await Problems.Of(rejection).ExecuteAsync(context);
            return context.Response.StatusCode;
        }
    }
}
