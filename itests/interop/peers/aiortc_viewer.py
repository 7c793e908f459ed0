# SPDX-License-Identifier: Apache-2.0
"""aiortc as a viewer: decodes pictures and sound, and says in one line of JSON what it saw and heard.

usage: aiortc_viewer.py onvif ws://HOST:PORT/signaling ROOM | whep http://HOST:PORT/whep/STREAM
"""
import array
import asyncio
import json
import sys

from aiortc import RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import MediaStreamError
from aiortc.sdp import candidate_from_sdp

from signaling import Onvif, delete, hertz, whep

FRAMES = 30
SAMPLES = 48_000
PATIENCE = 40


async def see(track, seen):
    """Counts pictures; of the last, a point in the right quarter."""
    while seen.get("frames", 0) < FRAMES:
        frame = await track.recv()
        seen["frames"] = seen.get("frames", 0) + 1
        seen["size"] = [frame.width, frame.height]
    picture = frame.reformat(format="rgb24").planes[0]
    at = picture.line_size * (frame.height // 4) + 3 * int(frame.width * 0.93)
    seen["color"] = list(bytes(picture)[at : at + 3])


async def hear(track, heard):
    """Listens for a second after the first half."""
    left = array.array("h")
    while len(left) < SAMPLES * 3 // 2:
        frame = await track.recv()
        samples = array.array("h", bytes(frame.planes[0])[: 2 * frame.samples * len(frame.layout.channels)])
        left.extend(samples[:: len(frame.layout.channels)])
        rate = frame.sample_rate
    heard["hertz"] = round(hertz(left[SAMPLES // 2 :], rate))
    heard["peak"] = max(left)


async def main(how, url, room=""):
    pc = RTCPeerConnection()
    report = {"video": {}, "audio": {}}
    senses = {"video": see, "audio": hear}
    tasks = {}

    @pc.on("track")
    def on_track(track):
        tasks[track.kind] = asyncio.ensure_future(senses[track.kind](track, report[track.kind]))

    async def both():
        while len(tasks) < 2:
            await asyncio.sleep(0.05)
        await asyncio.gather(*tasks.values())

    async def on_offer(sdp):
        await pc.setRemoteDescription(RTCSessionDescription(sdp, "offer"))
        await pc.setLocalDescription(await pc.createAnswer())
        return pc.localDescription.sdp

    async def on_candidate(line, mid, index):
        if line:  # this version of aiortc takes no end of candidates
            candidate = candidate_from_sdp(line.split(":", 1)[1])
            candidate.sdpMid, candidate.sdpMLineIndex = mid, index
            await pc.addIceCandidate(candidate)

    client, location = None, None
    try:
        if how == "onvif":
            client = await Onvif.join(url, room)
            serving = asyncio.ensure_future(client.serve(on_offer, on_candidate))
            serving.add_done_callback(lambda done: done.cancelled() or report.update(signaling=repr(done.exception())))
        else:
            pc.addTransceiver("audio", "recvonly")
            pc.addTransceiver("video", "recvonly")
            await pc.setLocalDescription(await pc.createOffer())
            answer, location = await asyncio.to_thread(whep, url, pc.localDescription.sdp)
            await pc.setRemoteDescription(RTCSessionDescription(answer, "answer"))
        await asyncio.wait_for(both(), PATIENCE)
    except (asyncio.TimeoutError, MediaStreamError, RuntimeError) as e:
        report["error"] = repr(e)
    finally:
        report["state"] = pc.connectionState
        if client:
            serving.cancel()
            await client.leave()
        if location:
            await asyncio.to_thread(delete, location)
        await pc.close()
    print(json.dumps(report))


asyncio.run(main(*sys.argv[1:]))
