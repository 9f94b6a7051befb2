using System.Runtime.InteropServices;

namespace Telehealth.Server.Visits.MediaLoop.Sockets;

/// <summary>
/// What the framework does not offer of the C library on Linux: many datagrams in one call, and a wait for two things at once. The
/// layouts are those of 64-bit little-endian Linux (x64 and arm64), where glibc and musl agree byte for byte.
/// </summary>
internal static unsafe partial class LibC
{
    public const int DoNotWait = 0x40;
    public const int LevelUdp = 17;
    public const int UdpSegment = 103;
    public const short PollIn = 1;
    public const short PollOut = 4;
    public const ulong NotInherited = 1;
    public const int EventNonBlockingCloseOnExec = 0x80800;
    public const ushort FamilyIPv4 = 2;
    public const ushort FamilyIPv6 = 10;

    public const int Interrupted = 4;
    public const int IoError = 5;
    public const int TryAgain = 11;
    public const int InvalidArgument = 22;
    public const int MessageTooLong = 90;

    private const string Library = "libc";

    /// <summary>Whether the layouts below are this machine's.</summary>
    public static bool IsKnownPlatform =>
        OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.Arm64;

    [LibraryImport(Library, EntryPoint = "sendmmsg", SetLastError = true)]
    public static partial int SendMany(int socket, MessageEntry* messages, uint count, int flags);

    [LibraryImport(Library, EntryPoint = "recvmmsg", SetLastError = true)]
    public static partial int ReceiveMany(int socket, MessageEntry* messages, uint count, int flags, TimeSpec* timeout);

    /// <summary>Unlike poll it counts in nanoseconds, so a wait of 100 µs is one.</summary>
    [LibraryImport(Library, EntryPoint = "ppoll")]
    public static partial int Poll(PollEntry* entries, nuint count, TimeSpec* timeout, void* signals);

    [LibraryImport(Library, EntryPoint = "eventfd", SetLastError = true)]
    public static partial int MakeEvent(uint initial, int flags);

    [LibraryImport(Library, EntryPoint = "read")]
    public static partial nint Read(SafeHandle file, ulong* value, nuint length);

    [LibraryImport(Library, EntryPoint = "write")]
    public static partial nint Write(SafeHandle file, ulong* value, nuint length);

    /// <summary>sched_setattr(2), for which the C library has no name. 0 is the thread that asks.</summary>
    public static int SetScheduling(int thread, SchedulingEntry* how)
    {
        const int OnX64 = 314, OnArm64 = 274;
        return (int)SystemCall(RuntimeInformation.ProcessArchitecture == Architecture.X64 ? OnX64 : OnArm64, thread, how, 0);
    }

    [LibraryImport(Library, EntryPoint = "syscall")]
    private static partial nint SystemCall(nint number, nint thread, SchedulingEntry* how, nint flags);

    /// <summary><c>struct sched_attr</c> in its first form (sched_setattr(2)).</summary>
    [StructLayout(LayoutKind.Explicit, Size = 48)]
    public struct SchedulingEntry
    {
        [FieldOffset(0)]
        public uint Size;

        [FieldOffset(8)]
        public ulong Flags;

        [FieldOffset(24)]
        public ulong Nanoseconds;
    }

    /// <summary><c>struct mmsghdr</c>: a <c>msghdr</c> and how many bytes were received.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 64)]
    public struct MessageEntry
    {
        [FieldOffset(0)]
        public SocketAddressEntry* Name;

        [FieldOffset(8)]
        public uint NameLength;

        [FieldOffset(16)]
        public BufferEntry* Buffers;

        [FieldOffset(24)]
        public nuint BufferCount;

        [FieldOffset(32)]
        public SegmentControl* Control;

        [FieldOffset(40)]
        public nuint ControlLength;

        [FieldOffset(48)]
        public int Flags;

        [FieldOffset(56)]
        public uint Length;
    }

    /// <summary><c>struct iovec</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct BufferEntry
    {
        public byte* Start;
        public nuint Length;
    }

    /// <summary>A <c>cmsghdr</c> that carries the two bytes of UDP_SEGMENT, padded as CMSG_SPACE pads it.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 24)]
    public struct SegmentControl
    {
        public const int HeaderAndValue = 18;

        [FieldOffset(0)]
        public nuint Length;

        [FieldOffset(8)]
        public int Level;

        [FieldOffset(12)]
        public int Type;

        [FieldOffset(16)]
        public ushort SegmentBytes;
    }

    /// <summary>Room for <c>sockaddr_in</c> and <c>sockaddr_in6</c>.</summary>
    [StructLayout(LayoutKind.Sequential, Size = Room)]
    public struct SocketAddressEntry
    {
        public const int Room = 32;
        public const int IPv4Bytes = 16;
        public const int IPv6Bytes = 28;

        public ushort Family;
    }

    /// <summary><c>struct pollfd</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct PollEntry
    {
        public int File;
        public short Events;
        public short Happened;
    }

    /// <summary><c>struct timespec</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;

        public static TimeSpec Of(TimeSpan time) =>
            new()
            {
                Seconds = time.Ticks / TimeSpan.TicksPerSecond,
                Nanoseconds = time.Ticks % TimeSpan.TicksPerSecond * TimeSpan.NanosecondsPerTick,
            };
    }
}
