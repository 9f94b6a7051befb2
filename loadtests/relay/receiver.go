package main

import (
	"encoding/binary"
	"sync"
	"sync/atomic"
	"time"

	"github.com/pion/interceptor"
	"github.com/pion/rtp"
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
	// The last sender report's time stamp, and when it came; both under the receiver's lock.
	clock   uint32
	clockAt time.Time
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
	repair     *repair

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
	if r.repair != nil && datagram[1]&0x7f == rtxType {
		return r.repair.passRepeat()
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
	origin := uint64(uint16(learned>>16))<<16 | uint64(sequence)
	if r.repair != nil && !r.repair.pass(f.ssrc, header, origin, sentAt != 0, receivedAt) {
		return false
	}
	if sentAt != 0 {
		r.count(f, sequence, receivedAt-sentAt)
	}
	return f.packets%r.samples == 0
}

// A repeated packet is counted from the stack's goroutine, all others from the socket's.
func (r *receiver) count(f *flow, sequence uint16, latency int64) {
	if r.repair != nil {
		r.lock.Lock()
		defer r.lock.Unlock()
	}
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

// How many publishers it hears and knows.
func (r *receiver) heard() (count int) {
	for _, f := range r.allFlows() {
		if atomic.LoadUint64(&f.learned) != 0 {
			count++
		}
	}
	return count
}

// Takes a packet that the stack has decrypted.
func (r *receiver) inspect(packet []byte) {
	var header rtp.Header
	length, err := header.Unmarshal(packet)
	if err != nil {
		return
	}
	payload := packet[length:]
	isRepeat := r.repair != nil && header.PayloadType == rtxType && len(payload) > 2
	if isRepeat {
		payload = payload[2:]
	}
	m, isSound := readMark(payload)
	atomic.AddUint64(&r.checked, 1)
	if !isSound || int(m.publisher) >= len(r.publishers) {
		atomic.AddUint64(&r.damaged, 1)
		return
	}
	if isRepeat {
		r.takeRepeat(m, binary.BigEndian.Uint16(packet[length:]))
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

// Takes a packet that came again on a source of its own, with the number that it first had (RFC 4588 section 4).
func (r *receiver) takeRepeat(m mark, header uint16) {
	for _, f := range r.allFlows() {
		learned := atomic.LoadUint64(&f.learned)
		if learned == 0 || uint16(learned>>16) != m.publisher {
			continue
		}
		if header-uint16(learned) != m.sequence {
			atomic.AddUint64(&r.damaged, 1)
			return
		}
		r.repair.takeRepeat(f.ssrc, header)
		if sentAt := atomic.LoadInt64(&r.publishers[m.publisher].stamps[m.sequence]); sentAt != 0 {
			r.count(f, m.sequence, time.Now().UnixNano()-sentAt)
		}
		return
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
	if r.repair != nil {
		r.repair.forget()
	}
}
