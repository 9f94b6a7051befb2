package main

import (
	"encoding/binary"
	"net"
	"syscall"
	"unsafe"

	"github.com/pion/transport/v2"
	"github.com/pion/transport/v2/stdnet"
)

const (
	receiveBatch  = 32
	datagramRoom  = 1600
	controlRoom   = 64
	receiveBuffer = 4 << 20
	soRcvBufForce = 33
)

// A watcher sees every datagram of one peer's socket, with the kernel's receive time, before the WebRTC stack does.
// It returns whether the stack shall get it too.
type watcher interface {
	see(datagram []byte, receivedAt int64) bool
}

// A watchedNet gives the WebRTC stack sockets that a watcher reads along.
type watchedNet struct {
	*stdnet.Net
	watcher watcher
}

func (n *watchedNet) ListenUDP(network string, local *net.UDPAddr) (transport.UDPConn, error) {
	conn, err := net.ListenUDP(network, local)
	if err != nil {
		return nil, err
	}
	watched, err := newWatchedConn(conn, n.watcher)
	if err != nil {
		conn.Close()
		return nil, err
	}
	return watched, nil
}

type message struct {
	header syscall.Msghdr
	length uint32
	_      uint32
}

// A watchedConn reads many datagrams with one system call: at a hundred thousand a second the generator would
// otherwise be slower than the servers that it measures. One goroutine reads.
type watchedConn struct {
	*net.UDPConn
	raw      syscall.RawConn
	watcher  watcher
	messages [receiveBatch]message
	vectors  [receiveBatch]syscall.Iovec
	names    [receiveBatch]syscall.RawSockaddrInet4
	controls [receiveBatch][controlRoom]byte
	buffers  [receiveBatch][datagramRoom]byte
	next     int
	count    int
	from     net.UDPAddr
	fromName syscall.RawSockaddrInet4
}

func newWatchedConn(conn *net.UDPConn, watcher watcher) (*watchedConn, error) {
	raw, err := conn.SyscallConn()
	if err != nil {
		return nil, err
	}
	var failure error
	err = raw.Control(func(fd uintptr) {
		failure = syscall.SetsockoptInt(int(fd), syscall.SOL_SOCKET, syscall.SO_TIMESTAMPNS, 1)
		if syscall.SetsockoptInt(int(fd), syscall.SOL_SOCKET, soRcvBufForce, receiveBuffer) != nil {
			_ = syscall.SetsockoptInt(int(fd), syscall.SOL_SOCKET, syscall.SO_RCVBUF, receiveBuffer)
		}
	})
	if err != nil || failure != nil {
		return nil, firstOf(err, failure)
	}
	c := &watchedConn{UDPConn: conn, raw: raw, watcher: watcher}
	for i := range c.messages {
		c.vectors[i].Base = &c.buffers[i][0]
		c.vectors[i].SetLen(datagramRoom)
		header := &c.messages[i].header
		header.Name = (*byte)(unsafe.Pointer(&c.names[i]))
		header.Iov = &c.vectors[i]
		header.Iovlen = 1
		header.Control = &c.controls[i][0]
	}
	return c, nil
}

// ReadFrom hands the stack the next datagram that the watcher lets through.
func (c *watchedConn) ReadFrom(into []byte) (int, net.Addr, error) {
	for {
		for c.next < c.count {
			i := c.next
			c.next++
			datagram := c.buffers[i][:c.messages[i].length]
			if c.watcher.see(datagram, c.timeOf(i)) {
				return copy(into, datagram), c.addressOf(i), nil
			}
		}
		if err := c.fill(); err != nil {
			return 0, nil, err
		}
	}
}

func (c *watchedConn) fill() error {
	var failure syscall.Errno
	c.next, c.count = 0, 0
	err := c.raw.Read(func(fd uintptr) bool {
		for i := range c.messages {
			c.messages[i].header.Namelen = syscall.SizeofSockaddrInet4
			c.messages[i].header.SetControllen(controlRoom)
		}
		received, _, errno := syscall.Syscall6(
			sysRecvmmsg, fd, uintptr(unsafe.Pointer(&c.messages[0])), receiveBatch, syscall.MSG_DONTWAIT, 0, 0)
		if errno == syscall.EAGAIN {
			return false
		}
		// A refused datagram of an earlier send comes back as an error of this read; the next read works.
		if errno == syscall.ECONNREFUSED {
			return true
		}
		failure = errno
		if errno == 0 {
			c.count = int(received)
		}
		return true
	})
	if err != nil {
		return err
	}
	if failure != 0 {
		return failure
	}
	return nil
}

// The kernel's receive time is the only control message that was asked for: 16 bytes of header, seconds, nanoseconds.
func (c *watchedConn) timeOf(i int) int64 {
	control := c.controls[i][:]
	if c.messages[i].header.Controllen < 32 {
		return 0
	}
	seconds := int64(binary.LittleEndian.Uint64(control[16:]))
	return seconds*1e9 + int64(binary.LittleEndian.Uint64(control[24:]))
}

// A peer hears one server, so its address is made once.
func (c *watchedConn) addressOf(i int) net.Addr {
	name := &c.names[i]
	if c.from.IP == nil || c.fromName.Port != name.Port || c.fromName.Addr != name.Addr {
		c.fromName = *name
		port := (*[2]byte)(unsafe.Pointer(&name.Port))
		c.from = net.UDPAddr{IP: append(net.IP(nil), name.Addr[:]...), Port: int(port[0])<<8 | int(port[1])}
	}
	address := c.from
	return &address
}

func firstOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
