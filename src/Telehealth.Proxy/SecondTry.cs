using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Model;

namespace Telehealth.Proxy;

/// <summary>
/// In the second before a dead node is known to be dead, and while one that ends turns connections away: a request without a body that
/// could not be handed over goes to another node.
/// Whatever may have begun there is answered with 502, and its sender, who has the command's id, sends it again.
/// </summary>
internal static class SecondTry
{
    public static async Task Run(HttpContext context, Func<Task> next)
    {
        await next();
        var error = context.Features.Get<IForwarderErrorFeature>()?.Error;
        var wasTurnedAway = TurnedAway.Was(context);
        if ((error is not ForwarderError.Request && !wasTurnedAway) || context.Response.HasStarted || !IsWithoutBody(context.Request))
            return;
        var proxy = context.GetReverseProxyFeature();
        var others = proxy.AllDestinations
            .Where(node => node != proxy.ProxiedDestination && node.Health.Active != DestinationHealth.Unhealthy)
            .ToList();
        if (others.Count == 0)
            return;
        context.Response.Clear();
        TurnedAway.Forget(context);
        context.Features.Set<IForwarderErrorFeature>(null);
        proxy.AvailableDestinations = others;
        await next();
    }

    private static bool IsWithoutBody(HttpRequest request) => HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);
}
