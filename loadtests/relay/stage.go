package main

import (
	"fmt"
	"math"
	"net/http"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/pion/webrtc/v3"
)

const (
	drain          = 300 * time.Millisecond
	startPatience  = 20 * time.Second
	joinsAtOneTime = 4
)

// A stage is one room on a server: its publishers, who send all the time, and a number of receivers that may grow.
type stage struct {
	target     target
	factory    *factory
	shape      shape
	room       string
	publishers []*publisher
	names      []string
	pacer      *pacer
	receivers  []*receiver
	peers      []*peer
}

// A publisher's socket carries nothing that is to be counted.
type nobody struct{}

func (nobody) see([]byte, int64) bool { return true }

func newStage(o *options, row row) (*stage, error) {
	factory, err := newFactory(o.local, row.profile, o.mode == "repair")
	if err != nil {
		return nil, err
	}
	room := strings.ReplaceAll(row.name, "+", "-") + "-" + row.profile
	return &stage{target: o.newTarget(), factory: factory, shape: row.shape, room: room}, nil
}

// Waits until the server answers anything at all.
func waitForServer(base string) error {
	deadline := time.Now().Add(startPatience)
	for {
		response, err := http.Get(base + "/counters")
		if err == nil {
			return response.Body.Close()
		}
		if time.Now().After(deadline) {
			return fmt.Errorf("%s did not come up: %w", base, err)
		}
		time.Sleep(50 * time.Millisecond)
	}
}

func (s *stage) addPublishers(count int) error {
	if err := s.target.open(s.room); err != nil {
		return err
	}
	for i := 0; i < count; i++ {
		if err := s.addPublisher(s.room); err != nil {
			return err
		}
	}
	s.pacer = startPacer(s.publishers)
	return nil
}

func (s *stage) addPublisher(room string) error {
	index := len(s.publishers)
	name := fmt.Sprintf("%s-publisher-%d", room, index)
	p, err := s.factory.peer(room, name, nobody{}, nil)
	if err != nil {
		return err
	}
	mime := webrtc.MimeTypeVP8
	if s.shape.kind == webrtc.RTPCodecTypeAudio {
		mime = webrtc.MimeTypeOpus
	}
	track, err := webrtc.NewTrackLocalStaticRTP(webrtc.RTPCodecCapability{MimeType: mime}, name, name)
	if err != nil {
		return err
	}
	transceiver, err := p.connection.AddTransceiverFromTrack(track, webrtc.RTPTransceiverInit{Direction: webrtc.RTPTransceiverDirectionSendonly})
	if err != nil {
		return err
	}
	publisher := newPublisher(index, s.shape, track)
	go publisher.listen(transceiver.Sender())
	if err = firstOf(s.target.publish(p), p.waitConnected()); err != nil {
		return err
	}
	s.publishers, s.names, s.peers = append(s.publishers, publisher), append(s.names, name), append(s.peers, p)
	return nil
}

// Lets receivers join until there are so many.
func (s *stage) growTo(count int) error {
	var group sync.WaitGroup
	var lock sync.Mutex
	var failure error
	turns := make(chan struct{}, joinsAtOneTime)
	for i := len(s.receivers); i < count; i++ {
		group.Add(1)
		turns <- struct{}{}
		go func(name string) {
			defer group.Done()
			receiver, p, err := s.join(name)
			lock.Lock()
			defer lock.Unlock()
			failure = firstOf(failure, err)
			s.receivers, s.peers = append(s.receivers, receiver), append(s.peers, p)
			<-turns
		}(fmt.Sprintf("%s-receiver-%d", s.room, i))
	}
	group.Wait()
	return failure
}

func (s *stage) join(name string) (*receiver, *peer, error) {
	receiver := newReceiver(s.publishers, sampleEvery)
	if s.factory.withRepair {
		receiver.repair = newRepair(numberOf(name))
	}
	p, err := s.factory.peer(s.room, name, receiver, &inspector{receiver: receiver})
	if err != nil {
		return nil, nil, err
	}
	if err = s.target.subscribe(p, s.shape.kind, s.names); err != nil {
		return nil, nil, err
	}
	if err = p.waitConnected(); err != nil {
		return nil, nil, err
	}
	go receiver.reportEverySecond(p.connection)
	if receiver.repair != nil {
		go receiver.repair.askForMissing(receiver, p.connection)
	}
	return receiver, p, nil
}

// Stops sending and has everybody leave.
func (s *stage) close() error {
	err := s.pacer.end()
	for _, p := range s.peers {
		err = firstOf(err, s.target.leave(p))
	}
	return err
}

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
	// Of peers that do nothing.
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
