package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"fmt"
	"net"
	"sync"
	"time"

	"github.com/pion/dtls/v2"
	"github.com/pion/ice/v2"
	"github.com/pion/interceptor"
	"github.com/pion/interceptor/pkg/report"
	"github.com/pion/transport/v2/stdnet"
	"github.com/pion/webrtc/v3"
)

const (
	connectPatience = 15 * time.Second

	// Pion checks its path only after a silence of this length, and a receiver reports every second: with its two seconds it
	// never would, and consent is over after 30 s without a check (RFC 7675 section 5.1). Its other limits are its own.
	checkAfter        = 500 * time.Millisecond
	disconnectedAfter = 5 * time.Second
	failedAfter       = 25 * time.Second
)

// A factory makes peers that all speak from one address and insist on one SRTP profile.
type factory struct {
	local       net.IP
	profile     dtls.SRTPProtectionProfile
	withRepair  bool
	keepsFlow   bool
	certificate webrtc.Certificate
}

func newFactory(local, profile, mode string) (*factory, error) {
	profiles := map[string]dtls.SRTPProtectionProfile{"gcm": dtls.SRTP_AEAD_AES_128_GCM, "cm": dtls.SRTP_AES128_CM_HMAC_SHA1_80}
	chosen, isKnown := profiles[profile]
	if !isKnown {
		return nil, fmt.Errorf("unknown profile %q", profile)
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	// One certificate for all: making one costs more than the handshake that is to be measured.
	certificate, err := webrtc.GenerateCertificate(key)
	if err != nil {
		return nil, err
	}
	withRepair := mode == "repair"
	return &factory{net.ParseIP(local), chosen, withRepair, withRepair || mode == "forward", *certificate}, nil
}

// A peer is one connection; its watcher reads its socket along.
type peer struct {
	room       string
	name       string
	connection *webrtc.PeerConnection
	connected  chan struct{}
	failed     chan struct{}
	// When it asked to be let into the room.
	askedAt time.Time
}

// Makes a peer. The inspector may be nil for one that receives nothing.
func (f *factory) peer(room, name string, watcher watcher, inspector *inspector) (*peer, error) {
	sockets, err := stdnet.NewNet()
	if err != nil {
		return nil, err
	}
	settings := webrtc.SettingEngine{}
	settings.SetNet(&watchedNet{sockets, watcher})
	settings.SetSRTPProtectionProfiles(f.profile)
	settings.SetICEMulticastDNSMode(ice.MulticastDNSModeDisabled)
	settings.SetNetworkTypes([]webrtc.NetworkType{webrtc.NetworkTypeUDP4})
	settings.SetIPFilter(func(address net.IP) bool { return address.Equal(f.local) })
	settings.SetIncludeLoopbackCandidate(f.local.IsLoopback())
	if f.keepsFlow {
		settings.SetICETimeouts(disconnectedAfter, failedAfter, checkAfter)
	}
	media, err := f.codecs()
	if err != nil {
		return nil, err
	}
	registry := &interceptor.Registry{}
	if inspector != nil {
		registry.Add(inspector)
	} else {
		reports, err := report.NewSenderInterceptor()
		if err != nil {
			return nil, err
		}
		registry.Add(reports)
	}
	api := webrtc.NewAPI(webrtc.WithSettingEngine(settings), webrtc.WithMediaEngine(media), webrtc.WithInterceptorRegistry(registry))
	connection, err := api.NewPeerConnection(webrtc.Configuration{Certificates: []webrtc.Certificate{f.certificate}})
	if err != nil {
		return nil, err
	}
	made := &peer{room: room, name: name, connection: connection, connected: make(chan struct{}), failed: make(chan struct{})}
	var connected, failed sync.Once
	connection.OnConnectionStateChange(func(state webrtc.PeerConnectionState) {
		switch state {
		case webrtc.PeerConnectionStateConnected:
			connected.Do(func() { close(made.connected) })
		case webrtc.PeerConnectionStateFailed:
			failed.Do(func() { close(made.failed) })
		}
	})
	connection.OnTrack(func(track *webrtc.TrackRemote, source *webrtc.RTPReceiver) {
		go inspector.receiver.listen(source)
		// Reading is what decrypts; the inspector does the looking.
		buffer := make([]byte, datagramRoom)
		for {
			if _, _, err := track.Read(buffer); err != nil {
				return
			}
		}
	})
	return made, nil
}

// VP8 and Opus without header extensions; retransmission is offered only where it is measured.
func (f *factory) codecs() (*webrtc.MediaEngine, error) {
	media := &webrtc.MediaEngine{}
	feedback := []webrtc.RTCPFeedback{{Type: "ccm", Parameter: "fir"}, {Type: "nack", Parameter: "pli"}}
	if f.withRepair {
		feedback = append(feedback, webrtc.RTCPFeedback{Type: "nack"})
	}
	vp8 := webrtc.RTPCodecCapability{MimeType: webrtc.MimeTypeVP8, ClockRate: 90_000, RTCPFeedback: feedback}
	err := media.RegisterCodec(webrtc.RTPCodecParameters{RTPCodecCapability: vp8, PayloadType: 96}, webrtc.RTPCodecTypeVideo)
	if f.withRepair && err == nil {
		rtx := webrtc.RTPCodecCapability{MimeType: "video/rtx", ClockRate: 90_000, SDPFmtpLine: "apt=96"}
		err = media.RegisterCodec(webrtc.RTPCodecParameters{RTPCodecCapability: rtx, PayloadType: rtxType}, webrtc.RTPCodecTypeVideo)
	}
	opus := webrtc.RTPCodecCapability{MimeType: webrtc.MimeTypeOpus, ClockRate: 48_000, Channels: 2, SDPFmtpLine: "minptime=10;useinbandfec=1"}
	return media, firstOf(
		err, media.RegisterCodec(webrtc.RTPCodecParameters{RTPCodecCapability: opus, PayloadType: 111}, webrtc.RTPCodecTypeAudio))
}

// Describes itself with all candidates in the text: there is one address, so gathering takes no time.
func (p *peer) offer() (string, error) {
	description, err := p.connection.CreateOffer(nil)
	if err != nil {
		return "", err
	}
	return p.describe(description)
}

func (p *peer) answer(offer string) (string, error) {
	if err := p.connection.SetRemoteDescription(webrtc.SessionDescription{Type: webrtc.SDPTypeOffer, SDP: offer}); err != nil {
		return "", err
	}
	description, err := p.connection.CreateAnswer(nil)
	if err != nil {
		return "", err
	}
	return p.describe(description)
}

func (p *peer) describe(description webrtc.SessionDescription) (string, error) {
	gathered := webrtc.GatheringCompletePromise(p.connection)
	if err := p.connection.SetLocalDescription(description); err != nil {
		return "", err
	}
	<-gathered
	return p.connection.LocalDescription().SDP, nil
}

func (p *peer) accept(answer string) error {
	return p.connection.SetRemoteDescription(webrtc.SessionDescription{Type: webrtc.SDPTypeAnswer, SDP: answer})
}

func (p *peer) waitConnected() error {
	select {
	case <-p.connected:
		return nil
	case <-p.failed:
		return fmt.Errorf("%s in %s: the connection failed", p.name, p.room)
	case <-time.After(connectPatience):
		return fmt.Errorf("%s in %s: no connection after %s", p.name, p.room, connectPatience)
	}
}
