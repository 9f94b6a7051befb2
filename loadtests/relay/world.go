package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"time"
)

const (
	serverAddress    = "10.99.0.1"
	generatorAddress = "10.99.0.2"
	loopback         = "127.0.0.1"
	stopPatience     = 3 * time.Second
)

// A world is where servers and generator run: two network namespaces joined by a cable, each side on a core of its own.
// Without root it is the loopback interface.
type world struct {
	work       string
	relayHost  string
	namespace  string
	isSplit    bool
	isRealtime bool
	janusLoops int
	// Of our relay.
	threads int
	// Cores of each side, as taskset reads them, and as masks for the kernel's receiving.
	cores  map[string]string
	masks  map[string]string
	server *exec.Cmd
}

func newWorld(relayHost string, serverCores int) (*world, error) {
	work, err := os.MkdirTemp("", "telehealth-relay-")
	if err != nil {
		return nil, err
	}
	w := &world{work: work, relayHost: relayHost, namespace: fmt.Sprintf("relay%d", os.Getpid()), threads: 1}
	w.share(serverCores)
	if err := w.layCable(); err != nil {
		w.removeCable()
		note("no network namespaces here (%v): over loopback, where a packet costs less", err)
	} else {
		w.isSplit = true
	}
	if runtime.NumCPU() < 2 {
		note("one core only: server and generator share it")
	}
	return w, nil
}

// The first cores are the server's, and the generator has as many of the next.
func (w *world) share(count int) {
	server, generator := uint(1)<<count-1, (uint(1)<<count-1)<<count
	w.cores = map[string]string{"s": fmt.Sprintf("0-%d", count-1), "g": fmt.Sprintf("%d-%d", count, 2*count-1)}
	w.masks = map[string]string{"s": fmt.Sprintf("%x", server), "g": fmt.Sprintf("%x", generator)}
}

func (w *world) layCable() error {
	server, generator := w.namespace+"s", w.namespace+"g"
	for _, command := range []string{
		"ip netns add " + server,
		"ip netns add " + generator,
		"ip link add sfu netns " + server + " type veth peer name load netns " + generator,
		"ip -n " + server + " addr add " + serverAddress + "/24 dev sfu",
		"ip -n " + generator + " addr add " + generatorAddress + "/24 dev load",
		"ip -n " + server + " link set sfu up",
		"ip -n " + generator + " link set load up",
		"ip -n " + server + " link set lo up",
		"ip -n " + generator + " link set lo up",
		// As between two machines, each side's kernel receives on that side's cores.
		"ip netns exec " + server + " sh -c 'echo " + w.masks["s"] + " > /sys/class/net/sfu/queues/rx-0/rps_cpus'",
		"ip netns exec " + generator + " sh -c 'echo " + w.masks["g"] + " > /sys/class/net/load/queues/rx-0/rps_cpus'",
	} {
		if output, err := exec.Command("sh", "-c", command).CombinedOutput(); err != nil {
			return fmt.Errorf("%s: %s", command, strings.TrimSpace(string(output)))
		}
	}
	return nil
}

func (w *world) removeCable() {
	for _, side := range []string{"s", "g"} {
		_ = exec.Command("ip", "netns", "del", w.namespace+side).Run()
	}
}

func (w *world) close() {
	w.stop()
	if w.isSplit {
		w.removeCable()
	}
	os.RemoveAll(w.work)
}

func (w *world) serverIP() string {
	if w.isSplit {
		return serverAddress
	}
	return loopback
}

func (w *world) generatorIP() string {
	if w.isSplit {
		return generatorAddress
	}
	return loopback
}

// A command on a side of the cable and its cores. Every link of this chain replaces itself, so its process is the program's.
func (w *world) command(side string, words ...string) *exec.Cmd {
	if runtime.NumCPU() > 1 {
		words = append([]string{"taskset", "-c", w.cores[side]}, words...)
	}
	if w.isRealtime {
		words = append([]string{"chrt", "-r", "1"}, words...)
	}
	if w.isSplit {
		words = append([]string{"ip", "netns", "exec", w.namespace + side}, words...)
	}
	command := exec.Command(words[0], words[1:]...)
	command.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	return command
}

const signallingPort = 18_088

func (w *world) base() string { return fmt.Sprintf("http://%s:%d", w.serverIP(), signallingPort) }

// Starts one of the servers anew.
func (w *world) start(name string) error {
	words := []string{"dotnet", w.relayHost, w.serverIP(), fmt.Sprint(signallingPort), fmt.Sprint(w.threads)}
	if name == "janus" {
		folder, err := w.configureJanus()
		if err != nil {
			return err
		}
		words = []string{"janus", "--configs-folder=" + folder}
	}
	log, err := os.Create(filepath.Join(w.work, name+".log"))
	if err != nil {
		return err
	}
	defer log.Close()
	w.server = w.command("s", words...)
	// What a server that crashes leaves behind goes with the rest.
	w.server.Dir = w.work
	w.server.Stdout, w.server.Stderr = log, log
	return w.server.Start()
}

func (w *world) stop() {
	if w.server == nil {
		return
	}
	ended := make(chan struct{})
	go func(server *exec.Cmd) {
		_ = server.Wait()
		close(ended)
	}(w.server)
	_ = w.server.Process.Signal(syscall.SIGTERM)
	select {
	case <-ended:
	case <-time.After(stopPatience):
		_ = w.server.Process.Kill()
		<-ended
	}
	w.server = nil
}

// One event loop for all of Janus's handles is its faster setting here, and 0 a thread for each, which is its default.
// What is not needed is not loaded.
func (w *world) configureJanus() (string, error) {
	prefix := w.serverIP()[:strings.LastIndex(w.serverIP(), ".")]
	files := map[string]string{
		"janus.jcfg": fmt.Sprintf(`
general: { debug_level = 2  event_loops = %d  session_timeout = 0  server_name = "measured" }
media: { ipv6 = false  nack_optimizations = true }
nat: { ice_lite = true  ice_enforce_list = "%s." }
plugins: { disable = "%s" }
transports: { disable = "%s" }
loggers: { disable = "libjanus_jsonlog.so" }
events: { broadcast = false }
`, w.janusLoops, prefix, others("plugins", "libjanus_videoroom.so"), others("transports", "libjanus_http.so")),
		"janus.transport.http.jcfg": fmt.Sprintf(`
general: { json = "compact"  base_path = "/janus"  http = true  port = %d  ip = "%s" }
admin: { admin_http = false }
`, signallingPort, w.serverIP()),
		"janus.plugin.videoroom.jcfg": "general: { events = false }\n",
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(w.work, name), []byte(text), 0o644); err != nil {
			return "", err
		}
	}
	return w.work, nil
}

// The modules of a kind that Debian ships, but for the one that is used.
func others(kind, used string) string {
	modules, _ := filepath.Glob("/usr/lib/*/janus/" + kind + "/*.so")
	var names []string
	for _, module := range modules {
		if name := filepath.Base(module); name != used {
			names = append(names, name)
		}
	}
	return strings.Join(names, ",")
}

func note(format string, values ...interface{}) {
	fmt.Fprintf(os.Stderr, "note: "+format+"\n", values...)
}
