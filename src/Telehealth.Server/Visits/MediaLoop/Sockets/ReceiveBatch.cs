using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Telehealth.Media;
using static Telehealth.Server.Visits.MediaLoop.Sockets.LibC;

namespace Telehealth.Server.Visits.MediaLoop.Sockets;

/// <summary>
/// Datagrams taken by one <c>recvmmsg</c>. UDP_GRO stays off: what the kernel has joined would have to be cut again, and taking in
/// is a small part of a relay's work.
/// </summary>
internal sealed unsafe class ReceiveBatch
{
    private readonly int _socket;
    private readonly int _room;
    private readonly MessageEntry[] _messages;
    private readonly SocketAddressEntry[] _names;
    private readonly BufferEntry[] _buffers;
    private readonly byte[] _slab;

    /// <param name="socket">The socket's descriptor; its owner keeps it open.</param>
    /// <param name="count">The largest batch.</param>
    /// <param name="room">The longest datagram.</param>
    public ReceiveBatch(int socket, int count, int room)
    {
        (_socket, _room) = (socket, room);
        _messages = GC.AllocateArray<MessageEntry>(count, pinned: true);
        _names = GC.AllocateArray<SocketAddressEntry>(count, pinned: true);
        _buffers = GC.AllocateArray<BufferEntry>(count, pinned: true);
        _slab = GC.AllocateUninitializedArray<byte>(count * room, pinned: true);
        for (var i = 0; i < count; i++)
        {
            _buffers[i] = new() { Start = (byte*)Unsafe.AsPointer(ref _slab[i * room]), Length = (nuint)room };
            ref var message = ref _messages[i];
            message.Name = (SocketAddressEntry*)Unsafe.AsPointer(ref _names[i]);
            message.NameLength = SocketAddressEntry.Room;
            message.Buffers = (BufferEntry*)Unsafe.AsPointer(ref _buffers[i]);
            message.BufferCount = 1;
        }
    }

    /// <summary>Takes what is there; an error that an earlier datagram has brought back counts as nothing.</summary>
    public int Take()
    {
        fixed (MessageEntry* first = _messages)
        {
            return Math.Max(0, ReceiveMany(_socket, first, (uint)_messages.Length, DoNotWait, null));
        }
    }

    public ReadOnlySpan<byte> At(int index, out NetworkPath from)
    {
        ref var message = ref _messages[index];
        from = RawAddress.Read(MemoryMarshal.AsBytes(_names.AsSpan(index, 1)), _names[index].Family == FamilyIPv6);
        // The kernel wrote the address's length over the room for it.
        message.NameLength = SocketAddressEntry.Room;
        return _slab.AsSpan(index * _room, (int)message.Length);
    }
}
