namespace Telehealth.Testing.Nodes;

/// <summary>What a process on Linux is sent; the values are the numbers of x86-64 and arm64.</summary>
public enum UnixSignal
{
    /// <summary>It is gone at once.</summary>
    Kill = 9,

    /// <summary>It is asked to end.</summary>
    Terminate = 15,

    /// <summary>It goes on.</summary>
    Continue = 18,

    /// <summary>It stands still.</summary>
    Stop = 19,
}
