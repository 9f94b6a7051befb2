package main

import (
	"sync/atomic"
	"time"

	"github.com/pion/rtcp"
	"github.com/pion/webrtc/v3"
)

// Tells the server that everything arrives, as a browser on a good path does. The stack's own reports would not do:
// it sees one packet in 256 only and would complain of the rest.
func (r *receiver) reportEverySecond(connection *webrtc.PeerConnection) {
	for {
		time.Sleep(time.Second)
		var sources []uint32
		for _, f := range r.allFlows() {
			sources = append(sources, f.ssrc)
		}
		if len(sources) == 0 {
			continue
		}
		if connection.WriteRTCP([]rtcp.Packet{r.report(sources...)}) != nil {
			return
		}
	}
}

func (r *receiver) report(sources ...uint32) *rtcp.ReceiverReport {
	report := &rtcp.ReceiverReport{SSRC: 1}
	r.lock.Lock()
	defer r.lock.Unlock()
	for _, f := range r.flows {
		if contains(sources, f.ssrc) {
			block := rtcp.ReceptionReport{SSRC: f.ssrc, LastSequenceNumber: atomic.LoadUint32(&f.highest), LastSenderReport: f.clock}
			if f.clock != 0 {
				block.Delay = uint32(time.Since(f.clockAt).Seconds() * 65536)
			}
			report.Reports = append(report.Reports, block)
		}
	}
	return report
}

// Keeps the server's clock, from which it finds the round trip when a report brings it back (RFC 3550 section 6.4.1).
func (r *receiver) listen(source *webrtc.RTPReceiver) {
	for {
		packets, _, err := source.ReadRTCP()
		if err != nil {
			return
		}
		for _, packet := range packets {
			if report, isReport := packet.(*rtcp.SenderReport); isReport {
				r.noteClock(report.SSRC, uint32(report.NTPTime>>16))
			}
		}
	}
}

func (r *receiver) noteClock(ssrc, clock uint32) {
	r.lock.Lock()
	defer r.lock.Unlock()
	for _, f := range r.flows {
		if f.ssrc == ssrc {
			f.clock, f.clockAt = clock, time.Now()
		}
	}
}

func contains(numbers []uint32, number uint32) bool {
	for _, n := range numbers {
		if n == number {
			return true
		}
	}
	return false
}
