using System.Buffers.Binary;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Telehealth.LoadTests.Fanout;

/// <summary>
/// Which of many sockets have something to read, for one thread. The runtime's own waiting hands each message to a thread of its pool,
/// which costs the generator more than the servers that it measures.
/// </summary>
internal sealed class Epoll : IDisposable
{
    private const int Add = 1;
    private const uint Readable = 1;
    private const int AtOnce = 512;

    // The kernel packs the structure on this architecture alone.
    private static readonly bool IsPacked = RuntimeInformation.ProcessArchitecture == Architecture.X64;
    private static readonly int Size = IsPacked ? 12 : 16;
    private static readonly int DataAt = IsPacked ? 4 : 8;

    private readonly SafeFileHandle _descriptor = new(Create(0), ownsHandle: true);
    private readonly byte[] _events = new byte[AtOnce * 16];

    public void Watch(Socket socket, int number)
    {
        Span<byte> wanted = stackalloc byte[16];
        BinaryPrimitives.WriteUInt32LittleEndian(wanted, Readable);
        BinaryPrimitives.WriteInt32LittleEndian(wanted[DataAt..], number);
        if (Control(_descriptor, Add, (int)socket.Handle, ref MemoryMarshal.GetReference(wanted)) != 0)
            throw new InvalidOperationException("A socket cannot be watched.");
    }

    /// <summary>The numbers of the sockets that have something to read, at most for so long until there are any.</summary>
    public int Wait(Span<int> numbers, int milliseconds)
    {
        var count = Math.Max(0, Wait(_descriptor, ref _events[0], Math.Min(AtOnce, numbers.Length), milliseconds));
        for (var index = 0; index < count; index++)
            numbers[index] = BinaryPrimitives.ReadInt32LittleEndian(_events.AsSpan(index * Size + DataAt));
        return count;
    }

    public void Dispose() => _descriptor.Dispose();

    [DllImport("libc", EntryPoint = "epoll_create1")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint Create(int flags);

    [DllImport("libc", EntryPoint = "epoll_ctl")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Control(SafeHandle epoll, int operation, int descriptor, ref byte wanted);

    [DllImport("libc", EntryPoint = "epoll_wait")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Wait(SafeHandle epoll, ref byte events, int most, int milliseconds);
}
