package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/pion/webrtc/v3"
)

// A target is a server that peers can join. Publishers join a room before its receivers do.
type target interface {
	open(room string) error
	publish(p *peer) error
	// Receives all that the named publishers send, in one connection.
	subscribe(p *peer, kind webrtc.RTPCodecType, publishers []string) error
	leave(p *peer) error
}

var client = &http.Client{
	Timeout:   20 * time.Second,
	Transport: &http.Transport{MaxIdleConnsPerHost: 64},
}

// A relay is joined by one offer and its answer, over HTTP.
type relayTarget struct{ base string }

func (t *relayTarget) open(string) error { return nil }

func (t *relayTarget) publish(p *peer) error { return t.negotiate(p) }

func (t *relayTarget) subscribe(p *peer, kind webrtc.RTPCodecType, publishers []string) error {
	for range publishers {
		_, err := p.connection.AddTransceiverFromKind(kind, webrtc.RTPTransceiverInit{Direction: webrtc.RTPTransceiverDirectionRecvonly})
		if err != nil {
			return err
		}
	}
	return t.negotiate(p)
}

func (t *relayTarget) allocatedBytes() (int64, error) {
	request, err := http.NewRequest(http.MethodGet, t.base+"/counters", nil)
	if err != nil {
		return 0, err
	}
	answer, err := text(request)
	if err != nil {
		return 0, err
	}
	var counters struct{ AllocatedBytes int64 }
	return counters.AllocatedBytes, json.Unmarshal([]byte(answer), &counters)
}

func (t *relayTarget) leave(p *peer) error {
	_, err := t.send(http.MethodDelete, p, "")
	return firstOf(err, p.connection.Close())
}

func (t *relayTarget) negotiate(p *peer) error {
	offer, err := p.offer()
	if err != nil {
		return err
	}
	p.askedAt = time.Now()
	answer, err := t.send(http.MethodPost, p, offer)
	if err != nil {
		return err
	}
	return p.accept(answer)
}

func (t *relayTarget) send(method string, p *peer, body string) (string, error) {
	url := fmt.Sprintf("%s/rooms/%s/peers/%s", t.base, p.room, p.name)
	request, err := http.NewRequest(method, url, strings.NewReader(body))
	if err != nil {
		return "", err
	}
	return text(request)
}

func text(request *http.Request) (string, error) {
	response, err := client.Do(request)
	if err != nil {
		return "", err
	}
	defer response.Body.Close()
	var body bytes.Buffer
	if _, err = io.Copy(&body, response.Body); err != nil {
		return "", err
	}
	if response.StatusCode != http.StatusOK {
		return "", fmt.Errorf("%s %s: %s %s", request.Method, request.URL.Path, response.Status, body.String())
	}
	return body.String(), nil
}
