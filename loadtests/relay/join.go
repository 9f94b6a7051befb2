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
)

// Lets receivers join rooms with a running publisher, so many a second whatever the server does, and stay for two
// seconds, so that a room has four people. A join ends with the last packet of the first whole key frame.
func join(o *options, row row) error {
	row.shape = thinVideo
	s, err := newStage(o, row)
	if err != nil {
		return err
	}
	for i := 0; i < joinRooms; i++ {
		room := fmt.Sprintf("%s-%d", s.room, i)
		if err = firstOf(s.target.open(room), s.addPublisher(room)); err != nil {
			return err
		}
	}
	s.pacer = startPacer(s.publishers)
	time.Sleep(o.warmUp)
	r := &result{}
	busy, began := cpuSeconds(o.server), time.Now()
	own := cpuSeconds(os.Getpid())
	times := s.joinAll(int(o.seconds.Seconds()*joinsPerSec), r)
	r.Seconds = time.Since(began).Seconds()
	r.ServerCore = (cpuSeconds(o.server) - busy) / r.Seconds
	r.GeneratorCore = (cpuSeconds(os.Getpid()) - own) / r.Seconds
	r.Joined = len(times)
	sort.Float64s(times)
	if len(times) > 0 {
		r.JoinP50Ms, r.JoinP95Ms = times[len(times)/2], times[len(times)*95/100]
	}
	return firstOf(print(row, r), s.close())
}

func (s *stage) joinAll(count int, r *result) (times []float64) {
	var group sync.WaitGroup
	var lock sync.Mutex
	start := time.Now()
	for i := 0; i < count; i++ {
		time.Sleep(time.Until(start.Add(time.Duration(i) * time.Second / joinsPerSec)))
		group.Add(1)
		go func(i int) {
			defer group.Done()
			milliseconds, err := s.joinOnce(i)
			lock.Lock()
			defer lock.Unlock()
			if err == nil {
				times = append(times, milliseconds)
				return
			}
			if r.Failed++; r.Failed == 1 {
				fmt.Fprintln(os.Stderr, "first failed join:", err)
			}
		}(i)
	}
	group.Wait()
	return times
}

func (s *stage) joinOnce(i int) (milliseconds float64, err error) {
	room := fmt.Sprintf("%s-%d", s.room, i%joinRooms)
	receiver := newReceiver(s.publishers, 1)
	p, err := s.factory.peer(room, fmt.Sprintf("%s-joiner-%d", room, i), receiver, &inspector{receiver: receiver})
	if err != nil {
		return 0, err
	}
	defer func() { err = firstOf(err, s.target.leave(p)) }()
	if err = s.target.subscribe(p, s.shape.kind, s.names[i%joinRooms:i%joinRooms+1]); err != nil {
		return 0, err
	}
	select {
	case <-receiver.firstKey:
		milliseconds = float64(time.Since(p.askedAt).Microseconds()) / 1000
	case <-time.After(joinPatience):
		return 0, fmt.Errorf("%s saw no key frame within %s", p.name, joinPatience)
	}
	time.Sleep(stayAfterJoin)
	return milliseconds, nil
}

// Puts pairs of peers into rooms who then do nothing, and says what one of them costs.
func idle(o *options, row row) error {
	s, err := newStage(o, row)
	if err != nil {
		return err
	}
	time.Sleep(o.warmUp)
	before, count := residentMib(o.server), row.publishers
	for i := 0; i < count; i++ {
		room := fmt.Sprintf("%s-%d", s.room, i/2)
		if i%2 == 0 {
			if err = s.target.open(room); err != nil {
				return err
			}
		}
		if err = s.addPublisher(room); err != nil {
			return err
		}
	}
	time.Sleep(o.warmUp)
	busy := cpuSeconds(o.server)
	time.Sleep(o.seconds)
	r := &result{Publishers: count, RssMib: residentMib(o.server)}
	r.IdlePeerKib = 1024 * (r.RssMib - before) / float64(count)
	r.IdlePeerCpuUsPerS = 1e6 * (cpuSeconds(o.server) - busy) / o.seconds.Seconds() / float64(count)
	s.pacer = startPacer(nil)
	return firstOf(print(row, r), s.close())
}
