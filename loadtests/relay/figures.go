package main

import (
	"fmt"
	"math"
	"sort"
)

// A generator that is busier than this may itself be what is measured.
const maxGeneratorCore = 0.8

func usable(results []*result) (kept []*result) {
	for _, r := range results {
		if r.GeneratorCore <= maxGeneratorCore && r.Delivered > 0 {
			kept = append(kept, r)
		}
	}
	return kept
}

func spread(results []*result, value func(*result) float64) (median, low, high float64) {
	return spreadOfAll(usable(results), value)
}

func spreadOfAll(results []*result, value func(*result) float64) (median, low, high float64) {
	var values []float64
	for _, r := range results {
		values = append(values, value(r))
	}
	if len(values) == 0 {
		return math.NaN(), math.NaN(), math.NaN()
	}
	sort.Float64s(values)
	middle := len(values) / 2
	median = values[middle]
	if len(values)%2 == 0 {
		median = (values[middle-1] + values[middle]) / 2
	}
	return median, values[0], values[len(values)-1]
}

func cpu(r *result) float64  { return r.CpuUsPerPacket }
func p50(r *result) float64  { return r.P50Ms }
func p99(r *result) float64  { return r.P99Ms }
func loss(r *result) float64 { return r.LossPercent }

func (c *comparison) printRow(name string) {
	fmt.Printf("%-14s %-5s %26s %26s %26s %10s\n", name, "", "CPU us/packet", "p50 ms", "p99 ms", "loss %")
	for _, server := range servers {
		results := c.found[name][server]
		if len(usable(results)) == 0 {
			fmt.Printf("%-14s %-5s void: no round in which packets came through and the generator kept below %.1f of its core\n", "", server, maxGeneratorCore)
			continue
		}
		fmt.Printf("%-14s %-5s", "", server)
		for _, value := range []func(*result) float64{cpu, p50, p99} {
			median, low, high := spread(results, value)
			fmt.Printf(" %8.2f (%6.2f – %6.2f)", median, low, high)
		}
		median, _, _ := spread(results, loss)
		fmt.Printf(" %10.3f\n", median)
	}
	fmt.Println()
}

func (c *comparison) printFigures(names []string) {
	for _, name := range names {
		ours, theirs := c.found[name]["ours"], c.found[name]["janus"]
		median, _, _ := spread(ours, cpu)
		figure(name+".cpu_us_per_packet", median, "us")
		figure(name+".cpu_ratio_to_janus", ratio(ours, theirs, cpu), "ratio")
		figure(name+".p50_ratio_to_janus", ratio(ours, theirs, p50), "ratio")
		figure(name+".p99_ratio_to_janus", ratio(ours, theirs, p99), "ratio")
	}
}

func ratio(ours, theirs []*result, value func(*result) float64) float64 {
	a, _, _ := spread(ours, value)
	b, _, _ := spread(theirs, value)
	return a / b
}

// What could not be measured has no number: it prints as void.
func figure(name string, value float64, unit string) { fmt.Println(figureLine(name, value, unit)) }

func figureLine(name string, value float64, unit string) string {
	if math.IsNaN(value) || math.IsInf(value, 0) {
		return fmt.Sprintf("figure relay.%s void %s", name, unit)
	}
	return fmt.Sprintf("figure relay.%s %.3f %s", name, value, unit)
}
