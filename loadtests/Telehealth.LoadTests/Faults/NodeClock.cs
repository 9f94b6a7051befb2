using Telehealth.LoadTests.Measuring;

namespace Telehealth.LoadTests.Faults;

/// <summary>
/// The time of day as one process sees it: a library that it preloads reads from a file how far it is off. Measured spans and timers stay
/// right, as on a machine whose clock somebody sets.
/// </summary>
internal sealed class NodeClock : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("telehealth-clock-");

    private NodeClock()
    {
        Set(TimeSpan.Zero);
        Settings = new Dictionary<string, string> { ["LD_PRELOAD"] = Library, ["NODE_CLOCK"] = File };
    }

    /// <summary>For the environment of the process.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; }

    private string Library => Path.Combine(_folder.FullName, "clock.so");

    private string File => Path.Combine(_folder.FullName, "offset");

    /// <summary>Null where no C compiler makes it.</summary>
    public static async Task<NodeClock?> TryMake()
    {
        var clock = new NodeClock();
        try
        {
            if (!Tool.IsThere("cc"))
                throw new InvalidOperationException("cc is missing");
            await Tool.Run("cc", "-shared", "-fPIC", "-O2", "-o", clock.Library, Path.Combine(AppContext.BaseDirectory, "clock.c"), "-ldl");
            return clock;
        }
        catch (InvalidOperationException impossible)
        {
            clock.Dispose();
            Figures.Say($"left out: the clock that jumps, because {impossible.Message}");
            return null;
        }
    }

    /// <summary>In the file's place: the process has it in its memory.</summary>
    public void Set(TimeSpan offset)
    {
        using var file = new FileStream(File, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite);
        file.Write(BitConverter.GetBytes((long)offset.TotalSeconds));
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
