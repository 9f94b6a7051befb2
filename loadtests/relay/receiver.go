package main

import (
	"encoding/binary"
	"sync"
	"sync/atomic"

	"github.com/pion/interceptor"
	"github.com/pion/rtcp"
	"github.com/pion/rtp"
	"github.com/pion/webrtc/v3"
)

// One packet in so many is decrypted and held against what was sent.
const sampleEvery = 256

// A flow is one source at one receiver: a publisher's track under the server's own source and sequence numbers. The
// distance between the server's numbers and the publisher's is constant, and learned from the first decrypted packet.
type flow struct {
	ssrc      uint32
	learned   uint64
	seen      [1 << 10]uint64
	packets   uint64
	delivered uint64
	repeated  uint64
	highest   uint32
}

func (f *flow) learn(m mark, header uint16) (hasMoved bool) {
	now := 1<<63 | uint64(m.publisher)<<16 | uint64(header-m.sequence)
	before := atomic.SwapUint64(&f.learned, now)
	return before != 0 && before != now
}

// A receiver counts what reaches one peer's socket.
type receiver struct {
	publishers []*publisher
	samples    uint64
	latency    histogram

	lock  sync.Mutex
	flows []*flow

	// Written by the stack's goroutines.
	checked   uint64
	damaged   uint64
	moved     uint64
	firstKey  chan struct{}
	keyOnce   sync.Once
	keyPieces map[uint32]uint8
}

func newReceiver(publishers []*publisher, samples uint64) *receiver {
	return &receiver{
		publishers: publishers, samples: samples, firstKey: make(chan struct{}), keyPieces: map[uint32]uint8{}}
}

func (r *receiver) see(datagram []byte, receivedAt int64) bool {
	if len(datagram) < 12 || datagram[0]>>6 != 2 || isRtcp(datagram) {
		return true
	}
	f := r.flowOf(binary.BigEndian.Uint32(datagram[8:]))
	f.packets++
	learned := atomic.LoadUint64(&f.learned)
	if learned == 0 {
		return true
	}
	header := binary.BigEndian.Uint16(datagram[2:])
	f.note(header)
	sequence := header - uint16(learned)
	sentAt := atomic.LoadInt64(&r.publishers[uint16(learned>>16)].stamps[sequence])
	if sentAt != 0 {
		r.count(f, sequence, receivedAt-sentAt)
	}
	return f.packets%r.samples == 0
}

func (r *receiver) count(f *flow, sequence uint16, latency int64) {
	word, bit := &f.seen[sequence>>6], uint64(1)<<(sequence&63)
	if *word&bit != 0 {
		f.repeated++
		return
	}
	*word |= bit
	f.delivered++
	r.latency.add(latency)
}

// Keeps the highest sequence number with its wraps, for reports.
func (f *flow) note(header uint16) {
	if f.highest == 0 {
		f.highest = uint32(header)
	} else if ahead := header - uint16(f.highest); ahead < 1<<15 {
		atomic.AddUint32(&f.highest, uint32(ahead))
	}
}

// Only the socket's goroutine adds flows, so it may look without the lock.
func (r *receiver) flowOf(ssrc uint32) *flow {
	for _, f := range r.flows {
		if f.ssrc == ssrc {
			return f
		}
	}
	f := &flow{ssrc: ssrc}
	r.lock.Lock()
	r.flows = append(r.flows, f)
	r.lock.Unlock()
	return f
}

func (r *receiver) allFlows() []*flow {
	r.lock.Lock()
	defer r.lock.Unlock()
	return r.flows
}

// Takes a packet that the stack has decrypted.
func (r *receiver) inspect(packet []byte) {
	var header rtp.Header
	length, err := header.Unmarshal(packet)
	if err != nil {
		return
	}
	m, isSound := readMark(packet[length:])
	atomic.AddUint64(&r.checked, 1)
	if !isSound || int(m.publisher) >= len(r.publishers) {
		atomic.AddUint64(&r.damaged, 1)
		return
	}
	for _, f := range r.allFlows() {
		if f.ssrc == header.SSRC && f.learn(m, header.SequenceNumber) {
			atomic.AddUint64(&r.moved, 1)
		}
	}
	if m.isKey {
		r.noteKeyPiece(header.SSRC, m)
	}
}

func (r *receiver) noteKeyPiece(ssrc uint32, m mark) {
	r.lock.Lock()
	defer r.lock.Unlock()
	frame := uint32(m.publisher)<<16 | uint32(m.frameStart)
	r.keyPieces[frame]++
	if r.keyPieces[frame] == m.frameCount {
		r.keyOnce.Do(func() { close(r.firstKey) })
	}
}

// Tells the server that everything arrives, as a browser on a good path does. The stack's own reports would not do:
// it sees one packet in 256 only and would complain of the rest.
func (r *receiver) report(connection *webrtc.PeerConnection) error {
	report := &rtcp.ReceiverReport{SSRC: 1}
	for _, f := range r.allFlows() {
		if highest := atomic.LoadUint32(&f.highest); highest != 0 {
			report.Reports = append(report.Reports, rtcp.ReceptionReport{SSRC: f.ssrc, LastSequenceNumber: highest})
		}
	}
	if len(report.Reports) == 0 {
		return nil
	}
	return connection.WriteRTCP([]rtcp.Packet{report})
}

func isRtcp(datagram []byte) bool {
	kind := datagram[1] & 0x7f
	return kind >= 64 && kind < 96
}

// An inspecting interceptor shows a receiver every packet that the stack decrypts.
type inspector struct {
	interceptor.NoOp
	receiver *receiver
}

func (i *inspector) NewInterceptor(string) (interceptor.Interceptor, error) { return i, nil }

func (i *inspector) BindRemoteStream(_ *interceptor.StreamInfo, reader interceptor.RTPReader) interceptor.RTPReader {
	return interceptor.RTPReaderFunc(func(into []byte, attributes interceptor.Attributes) (int, interceptor.Attributes, error) {
		length, attributes, err := reader.Read(into, attributes)
		if err == nil {
			i.receiver.inspect(into[:length])
		}
		return length, attributes, err
	})
}

// Begins to count anew. What was sent before has no stamp any more that counts, once the publishers have come around.
func (r *receiver) forget() {
	for _, f := range r.allFlows() {
		f.delivered, f.repeated = 0, 0
	}
	r.latency = histogram{}
}
