package main

import (
	"fmt"
	"os"
	"sort"
	"sync"
	"time"
)

const (
	joinRooms     = 50
	joinsPerSec   = 50
	joinPatience  = 10 * time.Second
	stayAfterJoin = 2 * time.Second

	// A room costs so little that it takes many to see it.
	emptyRoomsPerPeer = 15
)

// Lets receivers join rooms with a running publisher, so many a second whatever the server does, and stay for two
// seconds, so that a room has four people. A join ends with the last packet of the first whole key frame.
func join(o *options, row row) error {
	row.shape = thinVideo
	s, err := newStage(o, row)
	if err != nil {
		return err
	}
	rooms, err := s.openRooms(joinRooms)
	if err != nil {
		return err
	}
	if err = s.publishIn(rooms); err != nil {
		return err
	}
	s.pacer = startPacer(s.publishers)
	time.Sleep(o.warmUp)
	r := &result{}
	busy, began := cpuSeconds(o.server), time.Now()
	own := cpuSeconds(os.Getpid())
	times, connected := s.joinAll(int(o.seconds.Seconds()*joinsPerSec), r)
	r.HandshakesPerS = float64(len(times)) / (time.Since(began) - stayAfterJoin).Seconds()
	r.Seconds = time.Since(began).Seconds()
	r.ServerCore = (cpuSeconds(o.server) - busy) / r.Seconds
	r.GeneratorCore = (cpuSeconds(os.Getpid()) - own) / r.Seconds
	r.Joined = len(times)
	sort.Float64s(times)
	sort.Float64s(connected)
	if len(times) > 0 {
		r.JoinP50Ms, r.JoinP95Ms = times[len(times)/2], times[len(times)*95/100]
		r.ConnectedP95Ms = connected[len(connected)*95/100]
	}
	return firstOf(print(row, r), s.close())
}

func (s *stage) joinAll(count int, r *result) (times, connections []float64) {
	var group sync.WaitGroup
	var lock sync.Mutex
	start := time.Now()
	for i := 0; i < count; i++ {
		time.Sleep(time.Until(start.Add(time.Duration(i) * time.Second / joinsPerSec)))
		group.Add(1)
		go func(i int) {
			defer group.Done()
			milliseconds, connected, err := s.joinOnce(i)
			lock.Lock()
			defer lock.Unlock()
			if err == nil {
				times, connections = append(times, milliseconds), append(connections, connected)
				return
			}
			if r.Failed++; r.Failed == 1 {
				fmt.Fprintln(os.Stderr, "first failed join:", err)
			}
		}(i)
	}
	group.Wait()
	return times, connections
}

// How long it took from the request to the first whole key frame, and on the way there to the connection.
func (s *stage) joinOnce(i int) (milliseconds, connected float64, err error) {
	room := fmt.Sprintf("%s-%d", s.room, i%joinRooms)
	receiver := newReceiver(s.publishers, 1)
	p, err := s.factory.peer(room, fmt.Sprintf("%s-joiner-%d", room, i), receiver, &inspector{receiver: receiver})
	if err != nil {
		return 0, 0, err
	}
	defer func() { err = firstOf(err, s.target.leave(p)) }()
	if err = s.target.subscribe(p, s.shape.kind, s.names[i%joinRooms:i%joinRooms+1]); err != nil {
		return 0, 0, err
	}
	if err = p.waitConnected(); err != nil {
		return 0, 0, err
	}
	connected = sinceMs(p.askedAt)
	select {
	case <-receiver.firstKey:
		milliseconds = sinceMs(p.askedAt)
	case <-time.After(joinPatience):
		return 0, 0, fmt.Errorf("%s saw no key frame within %s", p.name, joinPatience)
	}
	time.Sleep(stayAfterJoin)
	return milliseconds, connected, nil
}

func sinceMs(start time.Time) float64 { return float64(time.Since(start).Microseconds()) / 1000 }

func (s *stage) openRooms(count int) (rooms []string, err error) {
	for i := 0; i < count; i++ {
		room := fmt.Sprintf("%s-%d", s.room, i)
		rooms, err = append(rooms, room), firstOf(err, s.target.open(room))
	}
	return rooms, err
}

// Opens rooms that nobody enters, then puts pairs of peers into some of them who do nothing, and says what one of each costs.
func idle(o *options, row row) error {
	s, err := newStage(o, row)
	if err != nil {
		return err
	}
	time.Sleep(o.warmUp)
	before, count := residentMib(o.server), row.publishers&^1
	rooms, err := s.openRooms(emptyRoomsPerPeer * count)
	if err != nil {
		return err
	}
	r := &result{Publishers: count}
	withRooms := residentMib(o.server)
	busy := s.busyWhileNothingHappens(o)
	r.IdleRoomKib, r.IdleRoomCpuUsPerS = 1024*(withRooms-before)/float64(len(rooms)), 1e6*busy/float64(len(rooms))

	seats := rooms[:count/2]
	if err = s.publishIn(append(seats[:len(seats):len(seats)], seats...)); err != nil {
		return err
	}
	time.Sleep(o.warmUp)
	r.RssMib = residentMib(o.server)
	r.IdlePeerKib = 1024 * (r.RssMib - withRooms) / float64(count)
	r.IdlePeerCpuUsPerS = 1e6 * (s.busyWhileNothingHappens(o) - busy) / float64(count)
	s.pacer = startPacer(nil)
	return firstOf(print(row, r), s.close())
}

// The part of a core that the server takes.
func (s *stage) busyWhileNothingHappens(o *options) float64 {
	before := cpuSeconds(o.server)
	time.Sleep(o.seconds)
	return (cpuSeconds(o.server) - before) / o.seconds.Seconds()
}
