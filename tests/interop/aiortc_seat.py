#!/usr/bin/python3
"""A seat of a consult in aiortc (Debian: python3-aiortc): a WebRTC stack that is neither a browser nor ours.

Whoever starts it does the signalling; this makes offers, takes answers, sends a moving pattern and a tone, and decodes what comes.
It is spoken to in JSON, one object a line:

    in   {"open": {"server": {"urls", "username", "credential"} or null, "codec": "video/VP8"}}
         {"hold": {"audio": 1, "video": 1}}   receive that many of each; an offer follows
         {"answer": SDP}
         the end of the input closes the connection
    out  {"offer": SDP, "sources": [{"mid", "source"}]}
         {"figures": …}                       each second

With a TURN server it has no other way. What aiortc cannot do is not tried: ICE restart, ICE over TCP, simulcast, transport-wide
feedback, and a key frame of H.264 when one is asked for.
"""

import array
import asyncio
import json
import math
import sys
from collections import Counter
from fractions import Fraction

import aioice.ice
import numpy
from aiortc import (
    RTCConfiguration,
    RTCIceServer,
    RTCPeerConnection,
    RTCRtpSender,
    RTCSessionDescription,
)
from aiortc.codecs import CODECS
from aiortc.mediastreams import AUDIO_PTIME, MediaStreamError, MediaStreamTrack, VideoStreamTrack
from aiortc.rtp import (
    RTCP_PSFB_APP,
    RTCP_PSFB_PLI,
    RTCP_RTPFB_NACK,
    RtcpPacket,
    RtcpPsfbPacket,
    RtcpRtpfbPacket,
    RtpPacket,
    is_rtcp,
)
from av import AudioFrame, VideoFrame

WIDTH, HEIGHT = 320, 240
BAR = 40
RATE = 48_000
TONE_HZ = 440
FIELDS = (16, 12)
NAMES = {codec.payloadType: codec.name for kind in CODECS.values() for codec in kind}


class Pattern(VideoStreamTrack):
    """A white bar that wanders over a grey ramp, 30 times a second."""

    async def recv(self):
        pts, time_base = await self.next_timestamp()
        ramp = numpy.linspace(40, 160, WIDTH, dtype=numpy.uint8)
        left = pts // 750 % (WIDTH - BAR)
        ramp[left : left + BAR] = 235
        grey = numpy.full((HEIGHT // 2, WIDTH), 128, numpy.uint8)
        picture = numpy.concatenate([numpy.tile(ramp, (HEIGHT, 1)), grey])
        frame = VideoFrame.from_ndarray(picture, format="yuv420p")
        frame.pts, frame.time_base = pts, time_base
        return frame


class Tone(MediaStreamTrack):
    """A sine."""

    kind = "audio"

    def __init__(self):
        super().__init__()
        self.samples = int(RATE * AUDIO_PTIME)
        second = [int(8000 * math.sin(2 * math.pi * TONE_HZ * i / RATE)) for i in range(RATE)]
        self.second = array.array("h", second).tobytes()
        self.pts = 0
        self.began = None

    async def recv(self):
        now = asyncio.get_running_loop().time()
        self.began = self.began or now
        await asyncio.sleep(self.began + self.pts / RATE - now)
        frame = AudioFrame(format="s16", layout="mono", samples=self.samples)
        offset = 2 * (self.pts % RATE)
        frame.planes[0].update(self.second[offset : offset + 2 * self.samples])
        frame.pts, frame.sample_rate, frame.time_base = self.pts, RATE, Fraction(1, RATE)
        self.pts += self.samples
        return frame


class Seen:
    """What one track's decoder has given, and how its newest picture or sound was."""

    def __init__(self):
        self.frames = self.height = self.spread = self.change = self.loudest = 0
        self.before = self.newest = None

    async def follow(self, track):
        try:
            while True:
                frame = await track.recv()
                self.frames += 1
                if track.kind == "video":
                    self.newest = frame
                else:
                    self.loudest = max(self.loudest, int(abs(frame.to_ndarray().astype(int)).max()))
        except MediaStreamError:
            pass

    def figures(self):
        """Since the last time it was asked."""
        if self.newest is not None:
            self.height = self.newest.height
            fields = self.newest.reformat(*FIELDS, "gray").to_ndarray().astype(int)
            self.spread = int(fields.max() - fields.min())
            self.change = 0 if self.before is None else int(abs(fields - self.before).max())
            self.before, self.newest = fields, None
        else:
            self.change = 0
        told = {"frames": self.frames, "height": self.height, "spread": self.spread, "change": self.change, "loudest": self.loudest}
        self.loudest = 0
        return told


class Tap:
    """Counts what passes between encryption and codecs, by codec or feedback: aiortc's statistics leave that out."""

    def __init__(self, transport):
        self.sent, self.received = Counter(), Counter()
        send, take_rtp, take_rtcp = transport._send_rtp, transport._handle_rtp_data, transport._handle_rtcp_data

        async def sending(data):
            self.count(self.sent, data)
            await send(data)

        async def taking_rtp(data, arrival_time_ms):
            self.count(self.received, data)
            await take_rtp(data, arrival_time_ms=arrival_time_ms)

        async def taking_rtcp(data):
            self.count(self.received, data)
            await take_rtcp(data)

        transport._send_rtp, transport._handle_rtp_data, transport._handle_rtcp_data = sending, taking_rtp, taking_rtcp

    def count(self, counter, data):
        if not is_rtcp(data):
            counter[NAMES.get(RtpPacket.parse(data).payload_type, "unknown")] += 1
            return
        for packet in RtcpPacket.parse(data):
            if isinstance(packet, RtcpRtpfbPacket) and packet.fmt == RTCP_RTPFB_NACK:
                counter["nack"] += 1
            elif isinstance(packet, RtcpPsfbPacket) and packet.fmt == RTCP_PSFB_PLI:
                counter["pli"] += 1
            elif isinstance(packet, RtcpPsfbPacket) and packet.fmt == RTCP_PSFB_APP:
                counter["remb"] += 1


class Seat:
    """One connection: a microphone, a camera and receive slots."""

    def __init__(self, server, codec):
        # aioice leaves loopback out, and with a TURN server there shall be no way around it.
        aioice.ice.get_host_addresses = lambda use_ipv4, use_ipv6: [] if server else ["127.0.0.1"]
        self.connection = RTCPeerConnection(RTCConfiguration([RTCIceServer(**server)] if server else []))
        self.microphone = self.connection.addTransceiver(Tone(), "sendonly")
        self.camera = self.connection.addTransceiver(Pattern(), "sendonly")
        offered = RTCRtpSender.getCapabilities("video").codecs
        self.camera.setCodecPreferences([one for one in offered if one.mimeType in (codec, "video/rtx")])
        self.seen = {"audio": Seen(), "video": Seen()}
        self.followed = []
        self.tap = None
        self.connected = asyncio.Event()
        self.connection.on("track", self.follow)
        self.connection.on("connectionstatechange", self.state_changed)

    def follow(self, track):
        self.followed.append(asyncio.ensure_future(self.seen[track.kind].follow(track)))

    def state_changed(self):
        if self.connection.connectionState == "connected":
            self.connected.set()

    async def hold(self, slots):
        # A connection that comes up while a second offer is made would number header extensions as that offer has them, answered or not.
        if self.tap:
            await self.connected.wait()
        for kind, wanted in slots.items():
            held = [one for one in self.connection.getTransceivers()[2:] if one.kind == kind]
            for _ in range(len(held), wanted):
                self.connection.addTransceiver(kind, "recvonly")
        await self.connection.setLocalDescription(await self.connection.createOffer())
        sources = [{"mid": self.microphone.mid, "source": "microphone"}, {"mid": self.camera.mid, "source": "camera"}]
        tell({"offer": self.connection.localDescription.sdp, "sources": sources})

    async def answered(self, sdp):
        if self.tap is None:
            self.tap = Tap(self.microphone.sender.transport)
        await self.connection.setRemoteDescription(RTCSessionDescription(sdp, "answer"))

    async def figures(self):
        transport = self.microphone.sender.transport.transport
        pair = transport._connection._nominated.get(1)
        reports = (await self.connection.getStats()).values()
        wanted = ("inbound-rtp", "outbound-rtp", "remote-inbound-rtp")
        fields = ("packetsReceived", "packetsSent", "packetsLost", "jitter", "roundTripTime")
        return {
            "state": self.connection.connectionState,
            "path": [pair.local_candidate.type, transport._connection.turn_transport] if pair else None,
            "sent": self.tap.sent if self.tap else {},
            "received": self.tap.received if self.tap else {},
            "seen": {kind: seen.figures() for kind, seen in self.seen.items()},
            "reports": [
                {"type": one.type, "kind": one.kind, **{field: getattr(one, field) for field in fields if hasattr(one, field)}}
                for one in reports
                if one.type in wanted
            ],
        }

    async def close(self):
        await self.connection.close()
        for task in self.followed:
            task.cancel()


def tell(message):
    print(json.dumps(message), flush=True)


async def tell_figures(seat):
    while True:
        await asyncio.sleep(1)
        tell({"figures": await seat.figures()})


async def main():
    lines = asyncio.StreamReader(limit=1 << 20)
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    seat = Seat(**json.loads(await lines.readline())["open"])
    async with asyncio.TaskGroup() as tasks:
        figures = tasks.create_task(tell_figures(seat))
        while line := await lines.readline():
            message = json.loads(line)
            if "hold" in message:
                await seat.hold(message["hold"])
            else:
                await seat.answered(message["answer"])
        figures.cancel()
    await seat.close()


if __name__ == "__main__":
    asyncio.run(main())
