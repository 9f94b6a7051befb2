package main

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/pion/webrtc/v3"
)

const (
	startPatience  = 20 * time.Second
	joinsAtOneTime = 40
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
	factory, err := newFactory(o.local, row.profile, o.mode)
	if err != nil {
		return nil, err
	}
	room := strings.ReplaceAll(row.name, "+", "-") + "-" + row.profile
	return &stage{target: o.newTarget(), factory: factory, shape: row.shape, room: room}, nil
}

// The same in a room of its own beside others.
func newStageOf(o *options, row row, number int) (*stage, error) {
	s, err := newStage(o, row)
	if err == nil {
		s.room = fmt.Sprintf("%s-%d", s.room, number)
	}
	return s, err
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
	rooms := make([]string, count)
	for i := range rooms {
		rooms[i] = s.room
	}
	if err := firstOf(s.target.open(s.room), s.publishIn(rooms)); err != nil {
		return err
	}
	s.pacer = startPacer(s.publishers)
	return nil
}

// Puts one publisher into each of these rooms, which are open.
func (s *stage) publishIn(rooms []string) error {
	s.publishers, s.names, s.peers = make([]*publisher, len(rooms)), make([]string, len(rooms)), make([]*peer, len(rooms))
	return inTurns(0, len(rooms), func(i int) error { return s.addPublisher(rooms[i], i) })
}

func (s *stage) addPublisher(room string, index int) error {
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
	s.publishers[index], s.names[index], s.peers[index] = publisher, name, p
	return nil
}

// Lets receivers join until there are so many.
func (s *stage) growTo(count int) error {
	var lock sync.Mutex
	err := inTurns(len(s.receivers), count, func(i int) error {
		receiver, p, err := s.join(fmt.Sprintf("%s-receiver-%d", s.room, i))
		if err != nil {
			return err
		}
		lock.Lock()
		defer lock.Unlock()
		s.receivers, s.peers = append(s.receivers, receiver), append(s.peers, p)
		return nil
	})
	return firstOf(err, s.settle())
}

// Does something for each number, a few at one time: a connection is mostly waiting.
func inTurns(from, to int, do func(int) error) (failure error) {
	var group sync.WaitGroup
	var lock sync.Mutex
	turns := make(chan struct{}, joinsAtOneTime)
	for i := from; i < to; i++ {
		group.Add(1)
		turns <- struct{}{}
		go func(i int) {
			defer group.Done()
			err := do(i)
			lock.Lock()
			failure = firstOf(failure, err)
			lock.Unlock()
			<-turns
		}(i)
	}
	group.Wait()
	return failure
}

// Waits until everybody hears every publisher: a server may let a receiver wait for a key frame.
func (s *stage) settle() error {
	deadline := time.Now().Add(connectPatience)
	for _, receiver := range s.receivers {
		for receiver.heard() < len(s.publishers) {
			if time.Now().After(deadline) {
				return fmt.Errorf("a receiver hears %d of %d publishers after %s", receiver.heard(), len(s.publishers), connectPatience)
			}
			time.Sleep(10 * time.Millisecond)
		}
	}
	return nil
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
