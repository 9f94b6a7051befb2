package main

import (
	"encoding/json"
	"fmt"
	"hash/fnv"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/pion/webrtc/v3"
)

const (
	noSuchFeed  = 428.0
	maxAttempts = 20
)

// Janus is joined by its HTTP interface: a session with one handle of its video room plug-in for each peer.
type janusTarget struct {
	base         string
	transactions int64

	lock    sync.Mutex
	handles map[*peer]string
}

type document = map[string]interface{}

type janusReply struct {
	Janus       string
	Transaction string
	Data        struct{ ID uint64 }
	Error       document
	Jsep        struct{ Type, Sdp string }
	PluginData  struct{ Data document }
}

func (t *janusTarget) open(room string) error {
	handle, err := t.attach()
	if err != nil {
		return err
	}
	// Nothing that costs Janus work and that our side does not do: no recording, no bitrate control, no audio levels.
	reply, err := t.message(handle, document{
		"request": "create", "room": numberOf(room), "publishers": 64, "bitrate": 0, "videocodec": "vp8", "audiocodec": "opus",
		"audiolevel_ext": false, "videoorient_ext": false, "playoutdelay_ext": false, "transport_wide_cc_ext": false,
		"opus_fec": false, "notify_joining": false}, nil)
	if err == nil && reply.PluginData.Data["videoroom"] != "created" {
		err = fmt.Errorf("janus made no room: %v", reply.PluginData.Data)
	}
	return err
}

func (t *janusTarget) publish(p *peer) error {
	handle, err := t.attachFor(p)
	if err != nil {
		return err
	}
	offer, err := p.offer()
	if err != nil {
		return err
	}
	reply, err := t.message(handle, document{
		"request": "joinandconfigure", "ptype": "publisher", "room": numberOf(p.room), "id": numberOf(p.name)},
		document{"type": "offer", "sdp": offer})
	if err != nil {
		return err
	}
	if reply.Jsep.Sdp == "" {
		return fmt.Errorf("janus gave no answer: %v", reply.PluginData.Data)
	}
	return p.accept(reply.Jsep.Sdp)
}

func (t *janusTarget) subscribe(p *peer, _ webrtc.RTPCodecType, publishers []string) error {
	handle, err := t.attachFor(p)
	if err != nil {
		return err
	}
	var streams []document
	for _, publisher := range publishers {
		streams = append(streams, document{"feed": numberOf(publisher)})
	}
	offer, err := t.offerOf(p, handle, streams)
	if err != nil {
		return err
	}
	answer, err := p.answer(offer)
	if err != nil {
		return err
	}
	_, err = t.message(handle, document{"request": "start"}, document{"type": "answer", "sdp": answer})
	return err
}

// A publisher is there for others a moment after its own connection stands; until then Janus knows no such feed.
func (t *janusTarget) offerOf(p *peer, handle string, streams []document) (string, error) {
	for attempt := 0; ; attempt++ {
		p.askedAt = time.Now()
		reply, err := t.message(handle, document{
			"request": "join", "ptype": "subscriber", "room": numberOf(p.room), "streams": streams}, nil)
		if err != nil {
			return "", err
		}
		if reply.Jsep.Sdp != "" {
			return reply.Jsep.Sdp, nil
		}
		if reply.PluginData.Data["error_code"] != noSuchFeed || attempt == maxAttempts {
			return "", fmt.Errorf("janus gave no offer: %v", reply.PluginData.Data)
		}
		time.Sleep(100 * time.Millisecond)
	}
}

func (t *janusTarget) leave(p *peer) error {
	t.lock.Lock()
	handle := t.handles[p]
	delete(t.handles, p)
	t.lock.Unlock()
	session := handle[:strings.LastIndex(handle, "/")]
	_, err := t.post(session, document{"janus": "destroy"})
	return firstOf(err, p.connection.Close())
}

func (t *janusTarget) attachFor(p *peer) (string, error) {
	handle, err := t.attach()
	t.lock.Lock()
	t.handles[p] = handle
	t.lock.Unlock()
	return handle, err
}

func (t *janusTarget) attach() (string, error) {
	session, err := t.post("", document{"janus": "create"})
	if err != nil {
		return "", err
	}
	path := fmt.Sprintf("/%d", session.Data.ID)
	handle, err := t.post(path, document{"janus": "attach", "plugin": "janus.plugin.videoroom"})
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%s/%d", path, handle.Data.ID), nil
}

// Sends a request to the plug-in; what is only acknowledged is answered by an event, for which the session is asked.
func (t *janusTarget) message(handle string, body, jsep document) (*janusReply, error) {
	request := document{"janus": "message", "body": body}
	if jsep != nil {
		request["jsep"] = jsep
	}
	reply, err := t.post(handle, request)
	if err != nil || reply.Janus != "ack" {
		return reply, err
	}
	session := handle[:strings.LastIndex(handle, "/")]
	for {
		event, err := t.do(http.MethodGet, session, "")
		if err != nil {
			return nil, err
		}
		if event.Janus == "event" && event.Transaction == reply.Transaction {
			return event, nil
		}
	}
}

func (t *janusTarget) post(path string, request document) (*janusReply, error) {
	request["transaction"] = fmt.Sprint(atomic.AddInt64(&t.transactions, 1))
	body, err := json.Marshal(request)
	if err != nil {
		return nil, err
	}
	return t.do(http.MethodPost, path, string(body))
}

func (t *janusTarget) do(method, path, body string) (*janusReply, error) {
	request, err := http.NewRequest(method, t.base+"/janus"+path, strings.NewReader(body))
	if err != nil {
		return nil, err
	}
	answer, err := text(request)
	if err != nil {
		return nil, err
	}
	reply := &janusReply{}
	if err = json.Unmarshal([]byte(answer), reply); err != nil {
		return nil, err
	}
	if reply.Janus == "error" {
		return nil, fmt.Errorf("janus: %v", reply.Error)
	}
	return reply, nil
}

// Janus numbers its rooms and feeds.
func numberOf(name string) uint64 {
	hash := fnv.New32a()
	hash.Write([]byte(name))
	return uint64(hash.Sum32())
}
