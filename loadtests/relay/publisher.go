package main

import (
	"encoding/binary"
	"sync/atomic"
	"time"

	"github.com/pion/rtcp"
	"github.com/pion/rtp"
	"github.com/pion/webrtc/v3"
)

// The shape of one publisher's traffic.
type shape struct {
	kind            webrtc.RTPCodecType
	payloadBytes    int
	packetsPerFrame int
	framesPerSecond int
	clockRate       int
}

var (
	video     = shape{webrtc.RTPCodecTypeVideo, 1100, 8, 30, 90_000}
	thinVideo = shape{webrtc.RTPCodecTypeVideo, 1100, 2, 30, 90_000}
	audio     = shape{webrtc.RTPCodecTypeAudio, 120, 1, 50, 48_000}
)

// Where in a payload our own mark stands: behind what a VP8 relay reads and may rewrite. From there on every byte is
// known to the receiver.
const (
	markOffset = 16
	markLength = 16
	markMagic  = 0x7e1e4ea1
)

// A mark says which packet of which publisher a payload belongs to, whatever the servers do to the header.
type mark struct {
	publisher  uint16
	sequence   uint16
	frameStart uint16
	frameCount uint8
	isKey      bool
}

func (m mark) write(payload []byte) {
	at := payload[markOffset:]
	binary.BigEndian.PutUint32(at, markMagic)
	binary.BigEndian.PutUint16(at[4:], m.publisher)
	binary.BigEndian.PutUint16(at[6:], m.sequence)
	binary.BigEndian.PutUint16(at[8:], m.frameStart)
	at[10], at[11] = m.frameCount, 0
	if m.isKey {
		at[11] = 1
	}
	for i := markLength; i < len(at); i++ {
		at[i] = byte(i*31 + int(m.sequence)*7)
	}
}

// Reads a mark and holds every byte after it against what was sent.
func readMark(payload []byte) (m mark, isSound bool) {
	if len(payload) < markOffset+markLength {
		return m, false
	}
	at := payload[markOffset:]
	if binary.BigEndian.Uint32(at) != markMagic {
		return m, false
	}
	m = mark{
		binary.BigEndian.Uint16(at[4:]), binary.BigEndian.Uint16(at[6:]), binary.BigEndian.Uint16(at[8:]), at[10], at[11] == 1}
	for i := markLength; i < len(at); i++ {
		if at[i] != byte(i*31+int(m.sequence)*7) {
			return m, false
		}
	}
	return m, true
}

// A publisher sends frames and remembers when each packet left.
type publisher struct {
	index     uint16
	shape     shape
	track     *webrtc.TrackLocalStaticRTP
	payload   []byte
	sequence  uint16
	timestamp uint32
	picture   uint16
	sent      uint64
	isWanted  int32
	stamps    [1 << 16]int64
}

func newPublisher(index int, shape shape, track *webrtc.TrackLocalStaticRTP) *publisher {
	return &publisher{
		index: uint16(index), shape: shape, track: track, payload: make([]byte, shape.payloadBytes), sequence: 1000, isWanted: 1}
}

// Sends one frame as a burst. Each packet's stamp is taken just before it is encrypted; outside of a measurement it is 0.
func (p *publisher) sendFrame(isMeasuring bool) error {
	isKey := atomic.SwapInt32(&p.isWanted, 0) == 1
	start := p.sequence
	for i := 0; i < p.shape.packetsPerFrame; i++ {
		if p.shape.kind == webrtc.RTPCodecTypeVideo {
			p.writeVp8(i == 0, isKey)
		}
		mark{p.index, p.sequence, start, uint8(p.shape.packetsPerFrame), isKey}.write(p.payload)
		packet := rtp.Packet{
			Header: rtp.Header{
				Version: 2, Marker: i == p.shape.packetsPerFrame-1, SequenceNumber: p.sequence, Timestamp: p.timestamp},
			Payload: p.payload,
		}
		stamp := int64(0)
		if isMeasuring {
			stamp = time.Now().UnixNano()
			p.sent++
		}
		atomic.StoreInt64(&p.stamps[p.sequence], stamp)
		if err := p.track.WriteRTP(&packet); err != nil {
			return err
		}
		p.sequence++
	}
	p.timestamp += uint32(p.shape.clockRate / p.shape.framesPerSecond)
	p.picture++
	return nil
}

// RFC 7741: a descriptor with a 15-bit picture id, and at a frame's start the frame tag; a key frame's has its start code and size.
func (p *publisher) writeVp8(isStart, isKey bool) {
	descriptor, tag := byte(0x80), byte(0x01)
	if isStart {
		descriptor = 0x90
	}
	if isKey {
		tag = 0x00
	}
	copy(p.payload, []byte{
		descriptor, 0x80, 0x80 | byte(p.picture>>8), byte(p.picture),
		tag, 0x02, 0x00, 0x9d, 0x01, 0x2a, 0x80, 0x02, 0xe0, 0x01})
}

// Makes the next frame a key frame whenever the server asks for one.
func (p *publisher) listen(sender *webrtc.RTPSender) {
	for {
		packets, _, err := sender.ReadRTCP()
		if err != nil {
			return
		}
		for _, packet := range packets {
			switch packet.(type) {
			case *rtcp.PictureLossIndication, *rtcp.FullIntraRequest:
				atomic.StoreInt32(&p.isWanted, 1)
			}
		}
	}
}
