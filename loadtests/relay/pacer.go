package main

import (
	"sync/atomic"
	"time"
)

const lateFrame = 10 * time.Millisecond

// Sends the frames of all publishers, evenly spread over the frame interval, until it is stopped. Frames are due by the
// clock: a late one does not move those after it.
type pacer struct {
	publishers  []*publisher
	isMeasuring int32
	frames      int64
	late        int64
	stop        chan struct{}
	failure     error
	done        chan struct{}
}

func startPacer(publishers []*publisher) *pacer {
	p := &pacer{publishers: publishers, stop: make(chan struct{}), done: make(chan struct{})}
	go p.run()
	return p
}

func (p *pacer) run() {
	defer close(p.done)
	count := int64(len(p.publishers))
	if count == 0 {
		return
	}
	interval := int64(time.Second) / int64(p.publishers[0].shape.framesPerSecond)
	start := time.Now()
	for event := int64(0); ; event++ {
		due := start.Add(time.Duration(event * interval / count))
		if wait := time.Until(due); wait > 0 {
			select {
			case <-p.stop:
				return
			case <-time.After(wait):
			}
		}
		isMeasuring := atomic.LoadInt32(&p.isMeasuring) == 1
		if isMeasuring {
			p.note(time.Since(due))
		}
		if p.failure = p.publishers[event%count].sendFrame(isMeasuring); p.failure != nil {
			return
		}
	}
}

// A frame that leaves late tells of a machine that does other things too.
func (p *pacer) note(lateness time.Duration) {
	p.frames++
	if lateness > lateFrame {
		p.late++
	}
}

func (p *pacer) measure(isMeasuring bool) {
	value := int32(0)
	if isMeasuring {
		value = 1
	}
	atomic.StoreInt32(&p.isMeasuring, value)
}

func (p *pacer) end() error {
	close(p.stop)
	<-p.done
	return p.failure
}

func (p *pacer) sent() (total uint64) {
	for _, publisher := range p.publishers {
		total += publisher.sent
	}
	return total
}
