// People in a crowd. Each is on the media server as a browser would be, but sends what was encoded
// beforehand: what matters is its way from there.
//
// Argument: a file with a Reel. Standard input: a Part in each line. Standard output: a Played for each.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"log"
	"os"
	"sync"
	"time"

	"github.com/livekit/protocol/livekit"
	"github.com/livekit/protocol/logger"
	lksdk "github.com/livekit/server-sdk-go/v2"
	"github.com/pion/rtcp"
	"github.com/pion/webrtc/v4"
	"github.com/pion/webrtc/v4/pkg/media"
)

// A Reel is what everybody sends.
type Reel struct {
	Encrypted bool   `json:"encrypted"`
	Faces     []Take `json:"faces"`
	Voice     Take   `json:"voice"`
	Hush      Take   `json:"hush"`
}

// A Take is sent over and over. Its first frame needs none before it.
type Take struct {
	EveryMs float64  `json:"everyMs"`
	Frames  [][]byte `json:"frames"`
	// Below full scale, as in RFC 6464; pictures have none.
	Level uint8 `json:"level"`
}

type Part struct {
	Number     int    `json:"number"`
	URL        string `json:"url"`
	Token      string `json:"token"`
	Microphone string `json:"microphone"`
	Camera     bool   `json:"camera"`
	Face       int    `json:"face"`
}

type Played struct {
	Number  int     `json:"number"`
	Failure *string `json:"failure"`
}

// A projector shows a take to one track.
type projector struct {
	lksdk.BaseSampleProvider
	take   *Take
	lock   sync.Mutex
	shown  int
	rewind bool
}

func (p *projector) NextSample(context.Context) (media.Sample, error) {
	p.lock.Lock()
	defer p.lock.Unlock()
	if p.rewind {
		p.shown, p.rewind = 0, false
	}
	frame := p.take.Frames[p.shown%len(p.take.Frames)]
	p.shown++
	return media.Sample{Data: frame, Duration: time.Duration(p.take.EveryMs * float64(time.Millisecond))}, nil
}

func (p *projector) CurrentAudioLevel() uint8 { return p.take.Level }

// Who begins to watch needs a frame that stands alone.
func (p *projector) heed(packet rtcp.Packet) {
	switch packet.(type) {
	case *rtcp.PictureLossIndication, *rtcp.FullIntraRequest:
		p.lock.Lock()
		p.rewind = true
		p.lock.Unlock()
	}
}

func main() {
	reel, err := readReel(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	lksdk.SetLogger(logger.GetDiscardLogger())
	var answering sync.Mutex
	answers := json.NewEncoder(os.Stdout)
	parts := bufio.NewScanner(os.Stdin)
	for parts.Scan() {
		var part Part
		if err := json.Unmarshal(parts.Bytes(), &part); err != nil {
			log.Fatal(err)
		}
		go func() {
			played := Played{Number: part.Number}
			if err := play(part, reel); err != nil {
				failure := err.Error()
				played.Failure = &failure
			}
			answering.Lock()
			defer answering.Unlock()
			_ = answers.Encode(played)
		}()
	}
	// Whoever hired us is gone; connections end with the process.
}

func readReel(file string) (*Reel, error) {
	content, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var reel Reel
	return &reel, json.Unmarshal(content, &reel)
}

// In the media server's room, but looking at nobody.
func play(part Part, reel *Reel) error {
	room, err := lksdk.ConnectToRoomWithToken(part.URL, part.Token, lksdk.NewRoomCallback(),
		lksdk.WithAutoSubscribe(false))
	if err != nil {
		return err
	}
	if part.Microphone != "off" {
		take := &reel.Hush
		if part.Microphone == "speaking" {
			take = &reel.Voice
		}
		sound := webrtc.RTPCodecCapability{MimeType: webrtc.MimeTypeOpus, ClockRate: 48_000, Channels: 2}
		options := lksdk.TrackPublicationOptions{Name: "microphone", Source: livekit.TrackSource_MICROPHONE}
		if err := publish(room, take, sound, options, reel.Encrypted); err != nil {
			return err
		}
	}
	if !part.Camera {
		return nil
	}
	picture := webrtc.RTPCodecCapability{MimeType: webrtc.MimeTypeVP8, ClockRate: 90_000}
	options := lksdk.TrackPublicationOptions{
		Name: "camera", Source: livekit.TrackSource_CAMERA, VideoWidth: 160, VideoHeight: 90,
	}
	return publish(room, &reel.Faces[part.Face], picture, options, reel.Encrypted)
}

func publish(room *lksdk.Room, take *Take, codec webrtc.RTPCodecCapability,
	options lksdk.TrackPublicationOptions, encrypted bool) error {
	show := &projector{take: take}
	track, err := lksdk.NewLocalTrack(codec, lksdk.WithRTCPHandler(show.heed))
	if err != nil {
		return err
	}
	if encrypted {
		options.Encryption = livekit.Encryption_GCM
	}
	if err := track.StartWrite(show, nil); err != nil {
		return err
	}
	_, err = room.LocalParticipant.PublishTrack(track, &options)
	return err
}
