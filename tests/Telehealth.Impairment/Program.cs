using System.Globalization;
using System.Net;
using System.Runtime.InteropServices;
using Telehealth.Testing.Media;

namespace Telehealth.Impairment;

/// <summary>A bad network for UDP as a program, for journeys and load tests: it runs until it is interrupted or terminated.</summary>
internal static class Program
{
    private const string Usage = """
        Passes UDP datagrams between clients and a target, badly.
          --listen ADDRESS:PORT  where clients send to; port 0 is any free one (127.0.0.1:0)
          --to ADDRESS:PORT      the target
          --seed NUMBER          decides all chance (1)
        For both directions, or for one with up- (from clients) or down- before the name, such as --down-loss 5:
          --loss PERCENT  --delay MS  --jitter MS  --reorder PERCENT  --duplicate PERCENT
          --rate BITS     a second, such as 300k or 2M    --queue MS  of that rate's queue (300)
        """;

    public static async Task<int> Main(string[] arguments)
    {
        Arguments read;
        ImpairmentProxy proxy;
        try
        {
            read = new Arguments(arguments);
            proxy = new(
                read.EndPoint("listen", "127.0.0.1:0"), read.EndPoint("to", null), read.Direction("up-"), read.Direction("down-"),
                read.Seed);
        }
        catch (FormatException error)
        {
            await Console.Error.WriteLineAsync($"{error.Message}\n\n{Usage}");
            return 2;
        }
        using (proxy)
        {
            Console.WriteLine($"listening on {proxy.LocalEndPoint}");
            await End();
            Console.WriteLine($"up: {proxy.Up}");
            Console.WriteLine($"down: {proxy.Down}");
        }
        return 0;
    }

    private static async Task End()
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Note);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Note);
        await asked.Task;

        void Note(PosixSignalContext signal)
        {
            signal.Cancel = true;
            asked.TrySetResult();
        }
    }
}

/// <summary>The command line, read strictly: a misspelt impairment would measure a good network.</summary>
internal sealed class Arguments
{
    private static readonly string[] Plain = ["listen", "to", "seed"];
    private static readonly string[] Directed = ["loss", "delay", "jitter", "reorder", "duplicate", "rate", "queue"];

    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    public Arguments(string[] arguments)
    {
        string[] known = [.. Plain, .. Directed, .. Directed.Select(name => $"up-{name}"), .. Directed.Select(name => $"down-{name}")];
        for (var i = 0; i < arguments.Length; i += 2)
        {
            if (!arguments[i].StartsWith("--", StringComparison.Ordinal) || !known.Contains(arguments[i][2..]))
                throw new FormatException($"{arguments[i]} is not known.");
            if (i + 1 == arguments.Length) throw new FormatException($"{arguments[i]} needs a value.");
            _values[arguments[i][2..]] = arguments[i + 1];
        }
    }

    public int Seed => (int)Number("", "seed", 1);

    public IPEndPoint EndPoint(string name, string? otherwise)
    {
        var text = _values.GetValueOrDefault(name) ?? otherwise ?? throw new FormatException($"--{name} is needed.");
        return IPEndPoint.TryParse(text, out var end) ? end : throw new FormatException($"--{name} {text} is not an address and port.");
    }

    public Testing.Media.Impairment Direction(string direction) => new()
    {
        Loss = Number(direction, "loss", 0) / 100,
        Delay = TimeSpan.FromMilliseconds(Number(direction, "delay", 0)),
        Jitter = TimeSpan.FromMilliseconds(Number(direction, "jitter", 0)),
        Reordering = Number(direction, "reorder", 0) / 100,
        Duplication = Number(direction, "duplicate", 0) / 100,
        RateBps = (long)Number(direction, "rate", 0),
        Queue = TimeSpan.FromMilliseconds(Number(direction, "queue", 300)),
    };

    private double Number(string direction, string name, double otherwise)
    {
        if ((_values.GetValueOrDefault(direction + name) ?? _values.GetValueOrDefault(name)) is not { } text) return otherwise;
        var (digits, factor) = text.Length > 0 && char.IsLetter(text[^1]) ? (text[..^1], FactorOf(text[^1])) : (text, 1);
        return double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value >= 0 && factor > 0
            ? value * factor
            : throw new FormatException($"--{name} {text} is not a number.");
    }

    private static double FactorOf(char letter) => letter switch { 'k' => 1_000, 'M' => 1_000_000, _ => 0 };
}
