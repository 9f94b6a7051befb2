using System.Runtime.Versioning;
using Telehealth.LoadTests.Appends;
using Telehealth.LoadTests.Dispatch;
using Telehealth.LoadTests.Fanout;
using Telehealth.LoadTests.Faults;
using Telehealth.LoadTests.Feeds;
using Telehealth.LoadTests.Hostile;
using Telehealth.LoadTests.Nearest;
using Telehealth.LoadTests.Offers;
using Telehealth.LoadTests.Roads;
using Telehealth.LoadTests.Simulation;
using Telehealth.LoadTests.Soak;

[assembly: SupportedOSPlatform("linux")]

var quick = args.Contains("--quick");
using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};

switch (args.FirstOrDefault())
{
    case "appends":
        return await AppendsScenario.Run(quick, args.Contains("--statements"), stop.Token);
    case "offers":
        return await OffersScenario.Run(quick, stop.Token);
    case "dispatch":
        return await DispatchScenario.Run(quick, args.Contains("--statements"), stop.Token);
    case "faults":
        return await FaultsScenario.Run(args[1..], stop.Token);
    case "fanout":
        return await FanoutScenario.Run(quick, stop.Token);
    case "feeds":
        return await FeedsScenario.Run(quick, stop.Token);
    case LiveHost.Name:
        return await LiveHost.Run(args[1..]);
    case "hostile":
        return await HostileScenario.Run(quick, stop.Token);
    case "soak":
        return await SoakScenario.Run(args[1..], stop.Token);
    case "simulation":
        return SimulationScenario.Run(quick, stop.Token);
    case "nearest":
        return NearestScenario.Run(quick);
    case "roads":
        return RoadsScenario.Run(quick);
    default:
        await Console.Error.WriteLineAsync("Usage: loadtests/run NAME [--quick]");
        return 2;
}
