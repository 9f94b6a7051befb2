package main

import (
	"fmt"
	"math"
	"os"
	"time"
)

const drain = 300 * time.Millisecond

// A target that tells how many bytes its process has allocated since the start.
type accountable interface{ allocatedBytes() (int64, error) }

func (s *stage) allocated() (int64, error) {
	if target, isAccountable := s.target.(accountable); isAccountable {
		return target.allocatedBytes()
	}
	return 0, nil
}

// What one measurement found; what it prints is read by the one that compares.
type result struct {
	Row, Profile          string
	Publishers, Receivers int
	Seconds               float64
	Sent, Expected        uint64
	Delivered, Repeated   uint64
	LossPercent           float64
	LatePercent           float64
	P50Ms, P99Ms          float64
	P999Ms, MaxMs         float64
	ServerCore            float64
	GeneratorCore         float64
	CpuUsPerPacket        float64
	PacketsPerSecond      float64
	RssMib                float64
	AllocatedPerPacket    float64
	// Samples that were decrypted; those whose content was not what was sent; and changes of a flow's numbering.
	Checked, Damaged, Moved uint64
	// With loss: packets that were dropped on purpose, and the time from there until they came after all.
	Dropped     uint64
	RepairP50Ms float64
	RepairP99Ms float64
	// Of joins.
	Joined, Failed int
	JoinP50Ms      float64
	JoinP95Ms      float64
	ConnectedP95Ms float64
	HandshakesPerS float64
	// Of rooms without anybody, and of peers that do nothing.
	IdleRoomKib       float64
	IdleRoomCpuUsPerS float64
	IdlePeerKib       float64
	IdlePeerCpuUsPerS float64
}

func (s *stage) measure(server int, lasting time.Duration) (*result, error) {
	for _, receiver := range s.receivers {
		receiver.forget()
	}
	allocated, err := s.allocated()
	if err != nil {
		return nil, err
	}
	frames, late := s.pacer.frames, s.pacer.late
	sent, own, theirs, began := s.pacer.sent(), cpuSeconds(os.Getpid()), cpuSeconds(server), time.Now()
	s.pacer.measure(true)
	time.Sleep(lasting)
	s.pacer.measure(false)
	seconds := time.Since(began).Seconds()
	r := &result{
		Publishers: len(s.publishers), Receivers: len(s.receivers), Seconds: seconds,
		GeneratorCore: (cpuSeconds(os.Getpid()) - own) / seconds, ServerCore: (cpuSeconds(server) - theirs) / seconds,
		RssMib: residentMib(server),
	}
	time.Sleep(s.drain())
	allocatedLater, err := s.allocated()
	if err != nil {
		return nil, err
	}
	select {
	case <-s.pacer.done:
		return nil, fmt.Errorf("sending ended: %w", s.pacer.failure)
	default:
	}
	r.Sent = s.pacer.sent() - sent
	r.LatePercent = 100 * float64(s.pacer.late-late) / math.Max(1, float64(s.pacer.frames-frames))
	r.Expected = r.Sent * uint64(len(s.receivers))
	s.sum(r)
	r.AllocatedPerPacket = float64(allocatedLater-allocated) / math.Max(1, float64(r.Delivered))
	return r, nil
}

// What was lost on purpose has longer to come after all.
func (s *stage) drain() time.Duration {
	if s.factory.withRepair {
		return repairPatience + drain
	}
	return drain
}

func (s *stage) sum(r *result) {
	var latency, repairs histogram
	for _, receiver := range s.receivers {
		for _, f := range receiver.allFlows() {
			r.Delivered += f.delivered
			r.Repeated += f.repeated
		}
		latency.merge(&receiver.latency)
		r.Checked += receiver.checked
		r.Damaged += receiver.damaged
		r.Moved += receiver.moved
		if receiver.repair != nil {
			r.Dropped += receiver.repair.dropped
			repairs.merge(&receiver.repair.latency)
		}
	}
	r.RepairP50Ms, r.RepairP99Ms = repairs.quantileMs(0.5), repairs.quantileMs(0.99)
	r.P50Ms, r.P99Ms = latency.quantileMs(0.5), latency.quantileMs(0.99)
	r.P999Ms, r.MaxMs = latency.quantileMs(0.999), float64(latency.max)/1e6
	r.PacketsPerSecond = float64(r.Delivered) / r.Seconds
	if r.Expected > 0 {
		r.LossPercent = 100 * (1 - float64(r.Delivered)/float64(r.Expected))
	}
	if r.Delivered > 0 {
		r.CpuUsPerPacket = 1e6 * r.ServerCore * r.Seconds / float64(r.Delivered)
	}
}
