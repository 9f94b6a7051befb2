extern alias product;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.SignalR;
using Telehealth.Server.Platform.Access;
using Telehealth.Server.Platform.Contracts;

namespace Telehealth.LoadTests.Fanout;

/// <summary>
/// The whole server with one hub more. The product's own hubs store what they are told and send boards and jobs; this one passes on a
/// message as it came, as those beside it do, through the same sign-in, gate, budgets and outboxes.
/// </summary>
internal static class LiveHost
{
    public const string Name = "live-host";

    public static async Task<int> Run(string[] args)
    {
        await using var app = product::Program.Build(WebApplication.CreateBuilder(product::Program.WithoutReloading(args)));
        app.MapGatedHub<LoadHub>("/hub/load", Roles.SignedIn);
        await app.RunAsync();
        return 0;
    }
}

/// <summary>Passes messages on.</summary>
internal sealed class LoadHub : Hub
{
    private const string Message = "Message";

    [Allow(Roles.SignedIn)]
    public Task Join(string room) => Groups.AddToGroupAsync(Context.ConnectionId, room);

    [Allow(Roles.SignedIn)]
    public Task Broadcast(string text) => Clients.All.SendAsync(Message, text);

    [Allow(Roles.SignedIn)]
    public Task Room(string room, string text) => Clients.Group(room).SendAsync(Message, text);

    [Allow(Roles.SignedIn)]
#pragma warning disable CA1822 // SignalR calls it on an instance.
    public Task<Reply<string>> Call(string text) => Task.FromResult<Reply<string>>(text);
#pragma warning restore CA1822
}
