using System.Net;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Telehealth.Server.Demo;
using Telehealth.Server.Platform.Access;
using Telehealth.Server.Tests.Live;

namespace Telehealth.Server.Tests.Access;

/// <summary>How much an endpoint takes.</summary>
public sealed class RequestSizeTests(ServerHost host) : LiveTest(host)
{
    private static readonly object TooLarge = new { filler = new string('x', 70_000) };

    [Theory]
    [InlineData("POST", "/api/route")]
    [InlineData("POST", "/api/posts/moves")]
    [InlineData("PUT", "/api/hospitals/any/status")]
    [InlineData("POST", "/api/emergencies/00000000-0000-0000-0000-000000000001/hospital")]
    [InlineData("POST", "/api/emergencies/00000000-0000-0000-0000-000000000001/hospital-call")]
    public async Task A_request_larger_than_any_that_is_expected_is_refused(string method, string path)
    {
        using var dispatcher = await Host.Api(DemoPeople.Hana);

        var refusal = await dispatcher.Refused(new HttpMethod(method), path, TooLarge);

        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "request.too_large"), (refusal.Status, refusal.Code));
    }

    [Fact]
    public void Only_what_declares_it_takes_more()
    {
        var larger = Host.Get<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint =>
                endpoint.Metadata.GetMetadata<IRequestSizeLimitMetadata>() is { } limit
                && limit.MaxRequestBodySize is null or > AccessSetup.LargestRequest)
            .Select(endpoint => endpoint.RoutePattern.RawText!.TrimEnd('/'))
            .Distinct().Order(StringComparer.Ordinal);

        Assert.Equal(
            ["/api/jobs/{assignment:guid}/photos", "/api/jobs/{assignment:guid}/photos/{photo:guid}", "/api/response-plans"],
            larger);
    }

    [Fact]
    public async Task The_whole_book_of_response_plans_may_be_larger()
    {
        using var admin = await Host.Api(DemoPeople.Ivo);

        var refusal = await admin.Refused(HttpMethod.Put, "/api/response-plans", TooLarge);

        Assert.Equal(HttpStatusCode.BadRequest, refusal.Status);
    }
}
