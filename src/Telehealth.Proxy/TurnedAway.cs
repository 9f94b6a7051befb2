using Yarp.ReverseProxy.Transforms;

namespace Telehealth.Proxy;

/// <summary>What a node says that ends and takes no connections any more: its answer is for the proxy, not for whoever asked.</summary>
internal static class TurnedAway
{
    private const string NodeHeader = "Telehealth-Node";
    private const string Ending = "ending";

    private static readonly object Key = new();

    public static bool Was(HttpContext context) => context.Items.ContainsKey(Key);

    public static void Forget(HttpContext context) => context.Items.Remove(Key);

    public static ValueTask Note(ResponseTransformContext response)
    {
        if (response.ProxyResponse is { } answer && answer.Headers.TryGetValues(NodeHeader, out var values) && values.Contains(Ending))
        {
            response.HttpContext.Items[Key] = true;
            response.SuppressResponseBody = true;
            response.HttpContext.Response.Headers.ContentLength = null;
        }

        return ValueTask.CompletedTask;
    }
}
