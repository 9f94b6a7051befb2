using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Telehealth.RelayHost;
using Telehealth.Server.Visits.MediaLoop;

// Arguments: the address to listen on, the port of the signalling, and how many media threads, or one. Media takes any free ports of the
// same address.
var address = IPAddress.Parse(args[0]);
var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { Args = [] });
builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(address, int.Parse(args[1], CultureInfo.InvariantCulture)));
builder.Services.AddRoutingCore();
builder.Logging.AddSimpleConsole().SetMinimumLevel(LogLevel.Warning);
builder.Services.AddMediaRelay(builder.Configuration);
builder.Services.Configure<MediaOptions>(options =>
{
    options.BindAddress = address.ToString();
    options.Port = 0;
    options.Threads = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 1;
    // Large enough to find the end of the machine before a limit.
    (options.MaxRooms, options.MaxPeers, options.MaxPeersPerRoom) = (2_000, 2_000, 1_000);
});

await using var app = builder.Build();
app.UseRouting();
app.MapRelay();
await app.RunAsync();
