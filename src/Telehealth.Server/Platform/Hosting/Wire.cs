using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Telehealth.Server.Platform.Hosting;

/// <summary>How messages are written: the same over hubs and HTTP, so that one generated contract holds for both.</summary>
internal static class Wire
{
    /// <summary>An SDP offer with many tracks is the largest message that anybody sends.</summary>
    private const long LargestHubMessage = 64 * 1024;

    public static IServiceCollection AddWire(this IServiceCollection services)
    {
        services.Configure<JsonOptions>(options => Write(options.SerializerOptions));
        services.AddSignalR(options =>
        {
            options.MaximumReceiveMessageSize = LargestHubMessage;
            options.KeepAliveInterval = TimeSpan.FromSeconds(5);
            options.ClientTimeoutInterval = TimeSpan.FromSeconds(15);
        });
        // Instead of the framework's own of the same name, which AddSignalR has added.
        services.Configure<JsonHubProtocolOptions>(options => Write(options.PayloadSerializerOptions));
        services.RemoveAll<IHubProtocol>();
        services.AddSingleton<IHubProtocol>(provider => new BoundedHubProtocol(
            new JsonHubProtocol(provider.GetRequiredService<IOptions<JsonHubProtocolOptions>>()), LargestHubMessage));
        return services;
    }

    private static void Write(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
    }
}
