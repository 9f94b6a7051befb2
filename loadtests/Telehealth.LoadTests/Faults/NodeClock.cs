using Telehealth.LoadTests.Measuring;

namespace Telehealth.LoadTests.Faults;

/// <summary>
/// The time of day as one process sees it, by libfaketime, which reads from a file how far it is off. Measured spans and timers stay right,
/// as on a machine whose clock somebody sets.
/// </summary>
internal sealed class NodeClock : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    private NodeClock(string library)
    {
        Set("+0");
        Settings = new Dictionary<string, string>
        {
            ["LD_PRELOAD"] = library,
            ["FAKETIME_TIMESTAMP_FILE"] = _file,
            ["FAKETIME_CACHE_DURATION"] = "1",
            ["FAKETIME_DONT_FAKE_MONOTONIC"] = "1",
            ["NO_FAKE_STAT"] = "1",
        };
    }

    /// <summary>For the environment of the process.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; }

    /// <summary>Null where the library is missing.</summary>
    public static NodeClock? TryMake()
    {
        var libraries = Directory.Exists("/usr/lib")
            ? Directory.EnumerateDirectories("/usr/lib", "*-linux-gnu").Select(folder => Path.Combine(folder, "faketime/libfaketimeMT.so.1"))
            : [];
        if (libraries.FirstOrDefault(File.Exists) is { } library)
            return new NodeClock(library);
        Figures.Say("left out, because libfaketime is missing: the clock that jumps");
        return null;
    }

    /// <param name="offset">In seconds with a sign, such as <c>-180</c>.</param>
    public void Set(string offset) => File.WriteAllText(_file, offset + "\n");

    public void Dispose() => File.Delete(_file);
}
