#!/usr/bin/env python3
"""Two peers of aiortc (Debian: python3-aiortc) meet in a room of the relay: a third WebRTC stack beside the browsers.

Start the relay alone, then this; it says what arrived and ends with 0 when sound and pictures came through decoded:

    dotnet loadtests/Telehealth.RelayHost/bin/Release/net10.0/Telehealth.RelayHost.dll 127.0.0.1 18090
    /usr/bin/python3 tests/interop/aiortc_call.py http://127.0.0.1:18090
"""

import asyncio
import sys
import urllib.request

from aiortc import RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import AudioStreamTrack, VideoStreamTrack

FRAMES_WANTED = 60
PATIENCE_S = 30


def post(url, text):
    request = urllib.request.Request(url, data=text.encode(), method="POST")
    with urllib.request.urlopen(request) as answer:
        return answer.read().decode()


async def negotiate(connection, base, room, peer):
    await connection.setLocalDescription(await connection.createOffer())
    answer = await asyncio.to_thread(post, f"{base}/rooms/{room}/peers/{peer}", connection.localDescription.sdp)
    await connection.setRemoteDescription(RTCSessionDescription(answer, "answer"))


async def count(track, seen):
    while True:
        await track.recv()
        seen[track.kind] += 1


async def main(base):
    publisher, watcher = RTCPeerConnection(), RTCPeerConnection()
    publisher.addTrack(AudioStreamTrack())
    publisher.addTrack(VideoStreamTrack())
    seen = {"audio": 0, "video": 0}
    tasks = []
    for kind in ("audio", "video"):
        watcher.addTransceiver(kind, direction="recvonly")
    watcher.on("track", lambda track: tasks.append(asyncio.ensure_future(count(track, seen))))
    await negotiate(publisher, base, "third-stack", "publisher")
    await negotiate(watcher, base, "third-stack", "watcher")
    for _ in range(PATIENCE_S * 10):
        if min(seen.values()) >= FRAMES_WANTED:
            break
        await asyncio.sleep(0.1)
    print(f"publisher {publisher.connectionState}, watcher {watcher.connectionState}, decoded {seen}")
    for task in tasks:
        task.cancel()
    await publisher.close()
    await watcher.close()
    return 0 if min(seen.values()) >= FRAMES_WANTED else 1


if __name__ == "__main__":
    sys.exit(asyncio.run(main(sys.argv[1])))
