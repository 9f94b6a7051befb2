package main

import (
	"sync"
	"time"

	"github.com/pion/rtcp"
	"github.com/pion/webrtc/v3"
)

const (
	// The payload type of retransmissions that every peer offers.
	rtxType = 97

	lostPercent    = 5
	askInterval    = 10 * time.Millisecond
	askAgainAfter  = 50 * time.Millisecond
	repairPatience = time.Second
	// A jump of more is a new beginning, not a loss.
	maxGap = 500
)

// A missing packet is known from when one after it came.
type missing struct {
	lostAt  int64
	askedAt time.Time
	asked   int
}

// A lossyFlow is a flow's place in the server's sequence numbers, and what is missing of it.
type lossyFlow struct {
	hasBegun bool
	next     uint16
	lostAt   map[uint16]int64
	missing  map[uint16]*missing
}

// A repair loses packets on the last step to one receiver and asks for them again (RFC 4585), as a browser does. What
// is lost depends on the receiver, the publisher and its sequence number: both servers lose the same.
type repair struct {
	seed uint64

	lock    sync.Mutex
	flows   map[uint32]*lossyFlow
	repeats uint64
	dropped uint64
	latency histogram
}

func newRepair(seed uint64) *repair { return &repair{seed: seed, flows: map[uint32]*lossyFlow{}} }

// Whether a packet that repeats another, on a source of its own, gets through: repeats are lost like all others.
func (r *repair) passRepeat() bool {
	r.lock.Lock()
	defer r.lock.Unlock()
	r.repeats++
	return r.survives(1<<63 | r.repeats)
}

// Whether a packet gets through. Only what is counted is lost, so that a measurement begins and ends without gaps.
func (r *repair) pass(ssrc uint32, header uint16, origin uint64, isCounted bool, receivedAt int64) bool {
	r.lock.Lock()
	defer r.lock.Unlock()
	f := r.flows[ssrc]
	if f == nil {
		f = &lossyFlow{lostAt: map[uint16]int64{}, missing: map[uint16]*missing{}}
		r.flows[ssrc] = f
	}
	attempt := uint64(0)
	if m := f.missing[header]; m != nil {
		attempt = uint64(m.asked)
	}
	if isCounted && !r.survives(origin<<8|attempt) {
		if _, isKnown := f.lostAt[header]; !isKnown {
			f.lostAt[header] = receivedAt
			r.dropped++
		}
		return false
	}
	r.arrive(f, header, receivedAt)
	return true
}

func (r *repair) takeRepeat(ssrc uint32, header uint16) {
	r.lock.Lock()
	defer r.lock.Unlock()
	if f := r.flows[ssrc]; f != nil {
		r.arrive(f, header, time.Now().UnixNano())
	}
}

func (r *repair) arrive(f *lossyFlow, header uint16, at int64) {
	ahead := header - f.next
	switch {
	case !f.hasBegun, ahead >= maxGap && ahead < 1<<15:
		f.hasBegun, f.next = true, header+1
	case ahead < maxGap:
		for ; f.next != header; f.next++ {
			lostAt, isKnown := f.lostAt[f.next]
			if !isKnown {
				lostAt = at
			}
			f.missing[f.next] = &missing{lostAt: lostAt}
		}
		f.next++
	default:
		if m := f.missing[header]; m != nil {
			r.latency.add(at - m.lostAt)
			delete(f.missing, header)
		}
	}
}

func (r *repair) askForMissing(receiver *receiver, connection *webrtc.PeerConnection) {
	for {
		time.Sleep(askInterval)
		for _, request := range r.due(time.Now()) {
			// A compound packet, as RFC 3550 section 6.1 wants it: Janus finds the stream by the report in it.
			if connection.WriteRTCP([]rtcp.Packet{receiver.report(request.MediaSSRC), request}) != nil {
				return
			}
		}
	}
}

func (r *repair) due(now time.Time) (requests []*rtcp.TransportLayerNack) {
	r.lock.Lock()
	defer r.lock.Unlock()
	for ssrc, f := range r.flows {
		var wanted []uint16
		for header, m := range f.missing {
			if time.Duration(now.UnixNano()-m.lostAt) > repairPatience {
				delete(f.missing, header)
			} else if now.Sub(m.askedAt) >= askAgainAfter {
				wanted = append(wanted, header)
				m.askedAt = now
				m.asked++
			}
		}
		if len(wanted) > 0 {
			requests = append(requests, &rtcp.TransportLayerNack{
				SenderSSRC: 1, MediaSSRC: ssrc, Nacks: rtcp.NackPairsFromSequenceNumbers(sorted(wanted))})
		}
	}
	return requests
}

func (r *repair) forget() {
	r.lock.Lock()
	defer r.lock.Unlock()
	r.dropped, r.latency = 0, histogram{}
}

func (r *repair) survives(identity uint64) bool {
	// The finish of SplitMix64 (Steele, Lea, Flood 2014): neighbours in, strangers out.
	x := r.seed ^ identity*0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return (x^x>>31)%100 >= lostPercent
}
