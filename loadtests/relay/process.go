package main

import (
	"fmt"
	"math"
	"os"
	"strconv"
	"strings"
	"syscall"
	"unsafe"
)

// The kernel's clock of the time that a process has run, as clock_getcpuclockid(3) makes it: by the scheduler's count.
func cpuClock(pid int) uintptr { return uintptr(^pid<<3 | 2) }

// The time that all threads of a process have run, in seconds, those that have ended included.
func cpuSeconds(pid int) float64 {
	var time syscall.Timespec
	if _, _, failure := syscall.Syscall(syscall.SYS_CLOCK_GETTIME, cpuClock(pid), uintptr(unsafe.Pointer(&time)), 0); failure != 0 {
		return math.NaN()
	}
	return float64(time.Nano()) / 1e9
}

func residentMib(pid int) float64 {
	text, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	for _, line := range strings.Split(string(text), "\n") {
		if fields := strings.Fields(line); len(fields) > 1 && fields[0] == "VmRSS:" {
			kibibytes, _ := strconv.ParseFloat(fields[1], 64)
			return kibibytes / 1024
		}
	}
	return 0
}
