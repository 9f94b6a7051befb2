package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"strconv"
	"strings"
	"syscall"
	"time"
)

const (
	allRows     = "4x20,1x100,4x100,audio10x20"
	allProfiles = "gcm,cm"
)

// A comparison runs Janus and ours in turn on the same load.
type comparison struct {
	world   *world
	isQuick bool
	rounds  int
	warmUp  time.Duration
	seconds time.Duration
	found   map[string]map[string][]*result
}

func compare(arguments []string) error {
	flags := flag.NewFlagSet("compare", flag.ExitOnError)
	relayHost := flags.String("relay-host", "", "Telehealth.RelayHost.dll")
	rows := flags.String("row", "", "only these rows")
	profiles := flags.String("profile", allProfiles, "SRTP profiles")
	seconds := flags.Float64("seconds", 10, "each measurement")
	c := &comparison{found: map[string]map[string][]*result{}, warmUp: 3 * time.Second}
	flags.IntVar(&c.rounds, "rounds", 6, "rounds, of which the first is dropped when there are more than two")
	flags.BoolVar(&c.isQuick, "quick", false, "one short round with fewer receivers: shows that all works, measures little")
	loops := flags.Int("janus-loops", 1, "event loops of Janus; 0 is a thread for each of its handles")
	isRealtime := flags.Bool("realtime", false, "run both sides before all else on this machine, for one that is not calm")
	isScaling := flags.Bool("scaleout", false, "ours with one media thread and with two, in two rooms, and nothing else")
	flags.Parse(arguments)
	c.seconds = time.Duration(*seconds * float64(time.Second))
	world, err := newWorld(*relayHost, coresOfASide(*isScaling))
	if err != nil {
		return err
	}
	c.world = world
	world.janusLoops, world.isRealtime = *loops, *isRealtime
	defer world.close()
	interrupted := make(chan os.Signal, 1)
	signal.Notify(interrupted, syscall.SIGINT, syscall.SIGTERM)
	go func() {
		<-interrupted
		world.close()
		os.Exit(130)
	}()
	describeMachine()
	if *isScaling {
		c.scaleOut()
		return nil
	}
	c.compareAll(*rows, *profiles)
	return nil
}

func (c *comparison) compareAll(rows, profiles string) {
	isWhole := rows == ""
	if isWhole {
		rows = allRows
	}
	var names []string
	for _, row := range strings.Split(rows, ",") {
		for _, profile := range strings.Split(profiles, ",") {
			name := row + "." + profile
			names = append(names, name)
			c.found[name] = map[string][]*result{}
		}
	}
	if c.isQuick {
		c.glanceAt(names)
	} else {
		for _, name := range names {
			c.compareRow(name)
		}
	}
	var further []string
	if isWhole {
		further = c.measureFurther()
	}
	c.printFigures(names)
	for _, line := range further {
		fmt.Println(line)
	}
}

func describeMachine() {
	janus, _ := exec.Command("dpkg-query", "-W", "-f", "${Package} ${Version}, ", "janus", "golang-github-pion-webrtc.v3-dev", "libsrtp2-1").Output()
	dotnet, _ := exec.Command("dotnet", "--version").Output()
	text, _ := os.ReadFile("/proc/loadavg")
	load := strings.Fields(string(text))[0]
	fmt.Printf("%s.NET SDK %s; load average before: %s\n", janus, strings.TrimSpace(string(dotnet)), load)
	if value, _ := strconv.ParseFloat(load, 64); value > 1 {
		note("this machine does other work: the figures are not to be relied on")
	}
}

var servers = []string{"janus", "ours"}

func (c *comparison) compareRow(name string) {
	for round := 1; round <= c.rounds; round++ {
		for _, server := range servers {
			results, err := c.run(server, "-rows", name, "-warm-up", c.warmUp.String(), "-seconds", c.seconds.String())
			if err != nil {
				note("%s %s round %d: %v", name, server, round, err)
				continue
			}
			printRound(name, server, round, results[0])
			// What the machine has to warm up is paid by the first round.
			if round > 1 || c.rounds <= 2 {
				c.found[name][server] = append(c.found[name][server], results[0])
			}
		}
	}
	c.printRow(name)
}

// One short measurement of each row, all on one start of each server, and a quarter of the hundred receivers.
func (c *comparison) glanceAt(names []string) {
	note("quick: 25 receivers stand for 100, and each figure is of less than half a second")
	rows := strings.ReplaceAll(strings.Join(names, ","), "x100", "x25")
	for _, server := range servers {
		results, err := c.run(server, "-rows", rows, "-warm-up", "200ms", "-seconds", "400ms")
		if err != nil {
			note("%s: %v", server, err)
		}
		for _, r := range results {
			name := strings.ReplaceAll(r.Row, "x25", "x100") + "." + r.Profile
			printRound(name, server, 1, r)
			c.found[name][server] = append(c.found[name][server], r)
		}
	}
	for _, name := range names {
		c.printRow(name)
	}
}

func printRound(name, server string, round int, r *result) {
	fmt.Printf("%-14s %-5s round %d  %6.2f us/packet  p50 %6.2f  p99 %7.2f  p99.9 %7.2f  max %7.2f ms  loss %.3f %%  server %.2f  generator %.2f core\n",
		name, server, round, r.CpuUsPerPacket, r.P50Ms, r.P99Ms, r.P999Ms, r.MaxMs, r.LossPercent, r.ServerCore, r.GeneratorCore)
	if r.LatePercent > 1 {
		note("%s %s: %.0f %% of the frames left late", name, server, r.LatePercent)
	}
	if r.Damaged > 0 || r.Moved > 0 || r.Checked == 0 {
		note("%s %s: of %d packets that were looked into %d were damaged, %d moved", name, server, r.Checked, r.Damaged, r.Moved)
	}
}

// Starts a server anew, puts load on it from a process of its own, and returns what that printed.
func (c *comparison) run(server string, arguments ...string) ([]*result, error) {
	if err := c.world.start(server); err != nil {
		return nil, err
	}
	defer c.world.stop()
	words := append([]string{os.Args[0], "generate", "-target", server, "-base", c.world.base(), "-local", c.world.generatorIP(),
		"-server", fmt.Sprint(c.world.server.Process.Pid)}, arguments...)
	command := c.world.command("g", words...)
	var complaint bytes.Buffer
	command.Stderr = &complaint
	output, err := command.Output()
	var results []*result
	for decoder := json.NewDecoder(bytes.NewReader(output)); decoder.More(); {
		r := &result{}
		if decoder.Decode(r) != nil {
			break
		}
		results = append(results, r)
	}
	if err != nil && len(results) > 0 {
		note("%s stopped early: %s", server, strings.TrimSpace(complaint.String()))
	}
	if len(results) == 0 {
		return nil, fmt.Errorf("%v %s", err, strings.TrimSpace(complaint.String()))
	}
	return results, nil
}
