package main

import (
	"fmt"
	"math"
)

const lossFreePercent = 0.1

// Measures what is not a row, Janus first where it has something to stand beside; returns the figures of ours.
func (c *comparison) measureFurther() (lines []string) {
	add := func(name string, value float64, unit string) { lines = append(lines, figureLine(name, value, unit)) }

	grow := []string{"-rows", "4x40+60+80+100+120+140+160+180+200+220+240.gcm", "-warm-up", "2s", "-seconds", "5s", "-until", fmt.Sprint(lossFreePercent)}
	grown := c.both("loss-free", c.or(grow, "-rows", "4x130.gcm", "-warm-up", "300ms", "-seconds", "500ms"))
	add("loss_free_pps", highestLossFree(grown), "packets/s")

	steady := c.steady(grown)
	fmt.Printf("allocated: %.3f bytes a packet over %d packets\n", steady.AllocatedPerPacket, steady.Delivered)
	add("alloc_bytes_per_packet", steady.AllocatedPerPacket, "bytes")

	resident, _, _ := spreadOfAll(c.found["4x100.gcm"]["ours"], func(r *result) float64 { return r.RssMib })
	add("rss_mib_100_receivers", resident, "MiB")

	repaired := c.beside("repair", c.or([]string{"-mode", "repair", "-rows", "4x10.gcm"}, "-mode", "repair", "-rows", "4x5.gcm", "-warm-up", "500ms", "-seconds", "1s"), func(r *result) string {
		return fmt.Sprintf("%d of %d lost on purpose; %.3f %% arrived in the end, repair p50 %.1f ms, p99 %.1f ms", r.Dropped, r.Expected, 100-r.LossPercent, r.RepairP50Ms, r.RepairP99Ms)
	})
	add("repair.delivered_percent", 100-repaired.LossPercent, "percent")
	add("repair.p50_ms", repaired.RepairP50Ms, "ms")

	joined := c.beside("join", c.or([]string{"-mode", "join", "-rows", "1x3.gcm"}, "-mode", "join", "-rows", "1x3.gcm", "-warm-up", "300ms", "-seconds", "2s"), func(r *result) string {
		return fmt.Sprintf("%d joined, %d failed, at %d a second; to the connection p95 %.1f ms, to the first key frame p50 %.1f ms, p95 %.1f ms; server %.2f core, generator %.2f core",
			r.Joined, r.Failed, joinsPerSec, r.ConnectedP95Ms, r.JoinP50Ms, r.JoinP95Ms, r.ServerCore, r.GeneratorCore)
	})
	add("join.p95_ms", joined.JoinP95Ms, "ms")
	add("join.handshakes_per_s", joined.HandshakesPerS, "1/s")

	idle := c.beside("idle", c.or([]string{"-mode", "idle", "-rows", "100x0.gcm"}, "-mode", "idle", "-rows", "20x0.gcm", "-warm-up", "300ms", "-seconds", "500ms"), func(r *result) string {
		return fmt.Sprintf("an empty room: %.1f KiB and %.1f us of CPU a second; an idle peer, two in a room: %.0f KiB and %.0f us", r.IdleRoomKib, r.IdleRoomCpuUsPerS, r.IdlePeerKib, r.IdlePeerCpuUsPerS)
	})
	add("idle_room_kib", idle.IdleRoomKib, "KiB")
	add("idle_room_cpu_us_per_s", idle.IdleRoomCpuUsPerS, "us")
	add("idle_peer_kib", idle.IdlePeerKib, "KiB")
	add("idle_peer_cpu_us_per_s", idle.IdlePeerCpuUsPerS, "us")
	return lines
}

// Sending that goes on for a million packets and more, so that what the reading of the counters allocates itself is a
// rounding error; in a hurry what was already measured.
func (c *comparison) steady(grown []*result) *result {
	if c.isQuick && len(grown) > 0 {
		return grown[len(grown)-1]
	}
	return c.last("ours", []string{"-rows", "4x60.gcm", "-seconds", "20s"})
}

// In a hurry ours stands alone.
func (c *comparison) peers() []string {
	if c.isQuick {
		return servers[1:]
	}
	return servers
}

func (c *comparison) or(whole []string, quick ...string) []string {
	if c.isQuick {
		return quick
	}
	return whole
}

// Runs the same against both servers and prints what was found; returns what was found of ours.
func (c *comparison) beside(title string, arguments []string, describe func(*result) string) *result {
	var r *result
	for _, server := range c.peers() {
		r = c.last(server, arguments)
		fmt.Printf("%-14s %-5s %s\n", title, server, describe(r))
	}
	return r
}

func (c *comparison) last(server string, arguments []string) *result {
	results, err := c.run(server, arguments...)
	if err != nil {
		note("%s: %v", server, err)
		void := math.NaN()
		return &result{
			LossPercent: void, AllocatedPerPacket: void, RepairP50Ms: void, JoinP95Ms: void, HandshakesPerS: void,
			IdleRoomKib: void, IdleRoomCpuUsPerS: void, IdlePeerKib: void, IdlePeerCpuUsPerS: void}
	}
	return results[len(results)-1]
}

func (c *comparison) both(title string, arguments []string) (ours []*result) {
	for _, server := range c.peers() {
		results, err := c.run(server, arguments...)
		if err != nil {
			note("%s: %v", server, err)
		}
		for _, r := range results {
			printRound(fmt.Sprintf("%s %dx%d", title, r.Publishers, r.Receivers), server, 1, r)
		}
		fmt.Printf("%-14s %-5s %.0f packets a second without loss\n", title, server, highestLossFree(results))
		ours = results
	}
	return ours
}

func highestLossFree(results []*result) float64 {
	highest := math.NaN()
	for _, r := range usable(results) {
		if r.LossPercent < lossFreePercent && !(r.PacketsPerSecond <= highest) {
			highest = r.PacketsPerSecond
		}
	}
	return highest
}
