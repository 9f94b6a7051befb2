// Puts load on a media relay and counts what comes out: the same for ours and for Janus.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"runtime/debug"
	"time"
)

type options struct {
	target  string
	base    string
	local   string
	server  int
	mode    string
	rows    string
	until   float64
	warmUp  time.Duration
	seconds time.Duration
	cores   int
}

func main() {
	if len(os.Args) < 2 {
		fail(fmt.Errorf("what to do: generate or compare"))
	}
	// Less than a hundred peers' state lives here: collecting it rarely keeps the collector out of the measurement.
	debug.SetGCPercent(400)
	switch os.Args[1] {
	case "generate":
		fail(generate(os.Args[2:]))
	case "compare":
		fail(compare(os.Args[2:]))
	default:
		fail(fmt.Errorf("unknown command %q", os.Args[1]))
	}
}

func fail(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "relay load:", err)
		os.Exit(1)
	}
}

func (o *options) bind(flags *flag.FlagSet) {
	flags.StringVar(&o.target, "target", "ours", "ours or janus")
	flags.StringVar(&o.base, "base", "http://127.0.0.1:8088", "where the server is joined")
	flags.StringVar(&o.local, "local", "127.0.0.1", "the address that peers speak from")
	flags.IntVar(&o.server, "server", 0, "the server's process")
	flags.StringVar(&o.mode, "mode", "forward", "forward, repair, join, idle or spread")
	flags.Float64Var(&o.until, "until", 101, "grow no further once so many percent are lost, or the generator is too busy")
	flags.StringVar(&o.rows, "rows", "4x20.gcm", "what to send, one after the other")
	flags.IntVar(&o.cores, "cores", 1, "how many cores the generator has")
	flags.DurationVar(&o.warmUp, "warm-up", 3*time.Second, "before each measurement")
	flags.DurationVar(&o.seconds, "seconds", 10*time.Second, "each measurement")
}

func (o *options) newTarget() target {
	if o.target == "janus" {
		return &janusTarget{base: o.base, handles: map[*peer]string{}}
	}
	return &relayTarget{base: o.base}
}

// Prints one line of JSON for each measurement.
func generate(arguments []string) error {
	o := &options{}
	flags := flag.NewFlagSet("generate", flag.ExitOnError)
	o.bind(flags)
	flags.Parse(arguments)
	if err := waitForServer(o.base); err != nil {
		return err
	}
	rows, err := parseRows(o.rows)
	if err != nil {
		return err
	}
	modes := map[string]func(*options, row) error{"forward": forward, "repair": forward, "join": join, "idle": idle, "spread": spreadOver}
	do, isKnown := modes[o.mode]
	if !isKnown {
		return fmt.Errorf("unknown mode %q", o.mode)
	}
	for _, row := range rows {
		if err = do(o, row); err != nil {
			return fmt.Errorf("%s.%s: %w", row.name, row.profile, err)
		}
	}
	return nil
}

func forward(o *options, row row) error {
	s, err := newStage(o, row)
	if err != nil {
		return err
	}
	if err = s.addPublishers(row.publishers); err != nil {
		return err
	}
	for _, count := range row.receivers {
		if err = s.growTo(count); err != nil {
			return err
		}
		time.Sleep(o.warmUp)
		r, err := s.measure(o.server, o.seconds)
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
	return s.close()
}

func print(row row, r *result) error {
	r.Row, r.Profile = row.name, row.profile
	return json.NewEncoder(os.Stdout).Encode(r)
}
