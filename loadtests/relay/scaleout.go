package main

import (
	"fmt"
	"math"
	"runtime"
	"time"
)

// Two rooms, so that a relay with two threads has one on each.
const roomsAtOnce = 2

// On four cores and more the relay has one for each of its two threads, and the generator as many.
func coresOfASide(isScaling bool) int {
	if isScaling && runtime.NumCPU() >= 4 {
		return 2
	}
	return 1
}

// Measures what a second media thread costs on the same core, and where there are cores enough what it brings.
func (c *comparison) scaleOut() {
	cores := coresOfASide(true)
	found := map[int][]*result{}
	highest := map[int]float64{1: math.NaN(), 2: math.NaN()}
	rounds := c.rounds
	if c.isQuick {
		rounds = 1
	}
	for round := 1; round <= rounds; round++ {
		for _, threads := range []int{1, 2} {
			c.world.threads = threads
			results := c.spread(c.or([]string{"-rows", "2x20.gcm", "-warm-up", c.warmUp.String(), "-seconds", c.seconds.String()},
				"-rows", "2x5.gcm", "-warm-up", "300ms", "-seconds", "500ms"), cores)
			for _, r := range results {
				printRound("two rooms", fmt.Sprintf("%d thr", threads), round, r)
			}
			if round > 1 || rounds <= 2 {
				found[threads] = append(found[threads], results...)
			}
		}
	}
	if cores > 1 {
		for _, threads := range []int{1, 2} {
			c.world.threads = threads
			grown := c.spread(c.or([]string{"-rows", "2x40+60+80+100+120+140+160+180+200+220+240.gcm", "-warm-up", "2s", "-seconds", "5s", "-until", fmt.Sprint(lossFreePercent)},
				"-rows", "2x10+20.gcm", "-warm-up", "300ms", "-seconds", "500ms"), cores)
			for _, r := range grown {
				printRound(fmt.Sprintf("two of %dx%d", r.Publishers, r.Receivers), fmt.Sprintf("%d thr", threads), 1, r)
			}
			highest[threads] = highestLossFree(grown)
		}
	}
	one, _, _ := spread(found[1], cpu)
	two, _, _ := spread(found[2], cpu)
	scaleFigure("one_thread_cpu_us_per_packet", one, "us")
	scaleFigure("two_threads_cpu_us_per_packet", two, "us")
	scaleFigure("media_cpu_ratio_2_to_1", two/one, "ratio")
	// Void on fewer cores: two threads on one core carry what one does.
	scaleFigure("media_ratio_2_to_1", highest[2]/highest[1], "ratio")
}

func (c *comparison) spread(arguments []string, cores int) []*result {
	results, err := c.run("ours", append([]string{"-mode", "spread", "-cores", fmt.Sprint(cores)}, arguments...)...)
	if err != nil {
		note("%d threads: %v", c.world.threads, err)
	}
	return results
}

func scaleFigure(name string, value float64, unit string) {
	if math.IsNaN(value) || math.IsInf(value, 0) {
		fmt.Printf("figure scaleout.%s void %s\n", name, unit)
		return
	}
	fmt.Printf("figure scaleout.%s %.3f %s\n", name, value, unit)
}

// Loads several rooms of one row at the same time; prints one result for all of them.
func spreadOver(o *options, row row) error {
	stages := make([]*stage, roomsAtOnce)
	for i := range stages {
		s, err := newStageOf(o, row, i)
		if err != nil {
			return err
		}
		if err = s.addPublishers(row.publishers); err != nil {
			return err
		}
		stages[i] = s
	}
	for _, count := range row.receivers {
		for _, s := range stages {
			if err := s.growTo(count); err != nil {
				return err
			}
		}
		time.Sleep(o.warmUp)
		r, err := measureAll(o, stages)
		if err != nil {
			return err
		}
		if err = print(row, r); err != nil {
			return err
		}
		if r.LossPercent >= o.until || (o.until < 100 && r.GeneratorCore > maxGeneratorCore) {
			break
		}
	}
	var failure error
	for _, s := range stages {
		failure = firstOf(failure, s.close())
	}
	return failure
}

func measureAll(o *options, stages []*stage) (*result, error) {
	results := make([]*result, len(stages))
	err := inTurns(0, len(stages), func(i int) (failure error) {
		results[i], failure = stages[i].measure(o.server, o.seconds)
		return failure
	})
	if err != nil {
		return nil, err
	}
	all := *results[0]
	for _, r := range results[1:] {
		all.Sent, all.Expected, all.Delivered, all.Repeated = all.Sent+r.Sent, all.Expected+r.Expected, all.Delivered+r.Delivered, all.Repeated+r.Repeated
		all.Checked, all.Damaged, all.Moved = all.Checked+r.Checked, all.Damaged+r.Damaged, all.Moved+r.Moved
		all.PacketsPerSecond += r.PacketsPerSecond
		// Of two rooms the worse one.
		all.P50Ms, all.P99Ms = math.Max(all.P50Ms, r.P50Ms), math.Max(all.P99Ms, r.P99Ms)
		all.P999Ms, all.MaxMs = math.Max(all.P999Ms, r.P999Ms), math.Max(all.MaxMs, r.MaxMs)
		all.LatePercent = math.Max(all.LatePercent, r.LatePercent)
	}
	// Each has measured both processes whole, in the same time. The generator's share is that of one of its cores.
	all.GeneratorCore /= float64(o.cores)
	all.LossPercent = 100 * (1 - float64(all.Delivered)/math.Max(1, float64(all.Expected)))
	all.CpuUsPerPacket = 1e6 * all.ServerCore * all.Seconds / math.Max(1, float64(all.Delivered))
	all.AllocatedPerPacket = 0
	return &all, nil
}
