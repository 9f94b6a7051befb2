package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"syscall"
	"time"
)

// A comparison runs Janus and ours in turn on the same load.
type comparison struct {
	world   *world
	rounds  int
	warmUp  time.Duration
	seconds time.Duration
	found   map[string]map[string][]*result
}

func compare(arguments []string) error {
	flags := flag.NewFlagSet("compare", flag.ExitOnError)
	relayHost := flags.String("relay-host", "", "Telehealth.RelayHost.dll")
	rows := flags.String("row", "4x20,1x100,4x100,audio10x20", "rows")
	profiles := flags.String("profile", "gcm,cm", "SRTP profiles")
	c := &comparison{found: map[string]map[string][]*result{}}
	flags.IntVar(&c.rounds, "rounds", 6, "rounds, of which the first is dropped when there are more than two")
	flags.DurationVar(&c.warmUp, "warm-up", 3*time.Second, "before each measurement")
	seconds := flags.Float64("seconds", 10, "each measurement")
	flags.Parse(arguments)
	c.seconds = time.Duration(*seconds * float64(time.Second))
	world, err := newWorld(*relayHost)
	if err != nil {
		return err
	}
	c.world = world
	defer world.close()
	interrupted := make(chan os.Signal, 1)
	signal.Notify(interrupted, syscall.SIGINT, syscall.SIGTERM)
	go func() {
		<-interrupted
		world.close()
		os.Exit(130)
	}()
	describeMachine()
	var all []string
	for _, row := range strings.Split(*rows, ",") {
		for _, profile := range strings.Split(*profiles, ",") {
			c.compareRow(row, profile)
			all = append(all, row+"."+profile)
		}
	}
	c.printFigures(all)
	return nil
}

func describeMachine() {
	janus, _ := exec.Command("dpkg-query", "-W", "-f", "${Package} ${Version}, ", "janus", "golang-github-pion-webrtc.v3-dev", "libsrtp2-1").Output()
	dotnet, _ := exec.Command("dotnet", "--version").Output()
	load, _ := os.ReadFile("/proc/loadavg")
	fmt.Printf("%s.NET SDK %s; load average before %s\n", janus, strings.TrimSpace(string(dotnet)), strings.Fields(string(load))[0])
}

func (c *comparison) compareRow(row, profile string) {
	name := row + "." + profile
	c.found[name] = map[string][]*result{}
	for round := 1; round <= c.rounds; round++ {
		for _, server := range []string{"janus", "ours"} {
			results, err := c.run(server, "-rows", name, "-warm-up", c.warmUp.String(), "-seconds", c.seconds.String())
			if err != nil {
				note("%s %s round %d: %v", name, server, round, err)
				continue
			}
			r := results[0]
			fmt.Printf("%-14s %-5s round %d  %6.2f us/packet  p50 %6.2f  p99 %7.2f  p99.9 %7.2f  max %7.2f ms  loss %.3f %%  server %.2f  generator %.2f core\n",
				name, server, round, r.CpuUsPerPacket, r.P50Ms, r.P99Ms, r.P999Ms, r.MaxMs, r.LossPercent, r.ServerCore, r.GeneratorCore)
			if r.Damaged > 0 || r.Moved > 0 || r.Checked == 0 {
				note("%s %s: of %d packets that were looked into %d were damaged, %d moved", name, server, r.Checked, r.Damaged, r.Moved)
			}
			// What the machine has to warm up is paid by the first round.
			if round > 1 || c.rounds <= 2 {
				c.found[name][server] = append(c.found[name][server], r)
			}
		}
	}
	c.printRow(name)
}

// Starts a server anew, puts load on it from a process of its own, and returns what that printed.
func (c *comparison) run(server string, arguments ...string) ([]*result, error) {
	if err := c.world.start(server); err != nil {
		return nil, err
	}
	defer c.world.stop()
	words := append([]string{os.Args[0], "generate", "-target", server, "-base", c.world.base(), "-local", c.world.generatorIP(),
		"-server", fmt.Sprint(c.world.server.Process.Pid)}, arguments...)
	command := c.world.command("g", 1, words...)
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
	if len(results) == 0 {
		return nil, fmt.Errorf("%v %s", err, strings.TrimSpace(complaint.String()))
	}
	return results, nil
}
