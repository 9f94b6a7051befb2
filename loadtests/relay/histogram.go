package main

import "math/bits"

// Buckets are at most 1/64 wide: the first 64 hold one nanosecond each, and every power of two after that is cut in 64.
const (
	subBuckets   = 64
	subBits      = 6
	bucketsTotal = subBuckets * (36 - subBits)
)

// A histogram counts latencies up to half a minute. One goroutine writes it.
type histogram struct {
	counts [bucketsTotal]uint32
	total  uint64
	max    int64
}

func (h *histogram) add(nanoseconds int64) {
	if nanoseconds < 0 {
		nanoseconds = 0
	}
	if nanoseconds > h.max {
		h.max = nanoseconds
	}
	h.counts[bucketOf(uint64(nanoseconds))]++
	h.total++
}

func (h *histogram) merge(other *histogram) {
	for i, count := range other.counts {
		h.counts[i] += count
	}
	h.total += other.total
	if other.max > h.max {
		h.max = other.max
	}
}

// The value below which this part of all lies, in milliseconds, rounded up to its bucket's end.
func (h *histogram) quantileMs(part float64) float64 {
	if h.total == 0 {
		return 0
	}
	rank := uint64(part * float64(h.total))
	var seen uint64
	for i, count := range h.counts {
		seen += uint64(count)
		if seen > rank {
			return float64(endOf(i)) / 1e6
		}
	}
	return float64(h.max) / 1e6
}

func bucketOf(value uint64) int {
	if value < subBuckets {
		return int(value)
	}
	shift := bits.Len64(value) - subBits - 1
	bucket := (shift+1)*subBuckets + int(value>>uint(shift)) - subBuckets
	if bucket >= bucketsTotal {
		return bucketsTotal - 1
	}
	return bucket
}

func endOf(bucket int) uint64 {
	if bucket < subBuckets {
		return uint64(bucket)
	}
	shift := bucket/subBuckets - 1
	return uint64(subBuckets+bucket%subBuckets+1) << uint(shift)
}
