# SPDX-License-Identifier: Apache-2.0
"""aiortc as a viewer that stays: writes the time of each picture, in milliseconds, a line each, until it is ended.

usage: aiortc_watcher.py onvif ws://HOST:PORT/signaling ROOM | whep http://HOST:PORT/whep/STREAM
"""
import asyncio
import sys
import time

from aiortc import RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from aiortc.contrib.media import MediaBlackhole
from aiortc.sdp import candidate_from_sdp

from signaling import Onvif, whep


async def watch(track):
    while True:
        await track.recv()
        print(int(time.monotonic() * 1000), flush=True)


async def main(how, url, room=""):
    pc = RTCPeerConnection(RTCConfiguration(iceServers=[]))
    ended = asyncio.get_running_loop().create_future()
    silence = MediaBlackhole()

    @pc.on("track")
    async def on_track(track):
        if track.kind == "video":
            asyncio.ensure_future(watch(track)).add_done_callback(lambda done: ended.set_result(done.exception()))
        else:
            silence.addTrack(track)
            await silence.start()

    async def on_offer(sdp):
        await pc.setRemoteDescription(RTCSessionDescription(sdp, "offer"))
        await pc.setLocalDescription(await pc.createAnswer())
        return pc.localDescription.sdp

    async def on_candidate(line, mid, index):
        if line:  # this version of aiortc takes no end of candidates
            candidate = candidate_from_sdp(line.split(":", 1)[1])
            candidate.sdpMid, candidate.sdpMLineIndex = mid, index
            await pc.addIceCandidate(candidate)

    if how == "onvif":
        client = await Onvif.join(url, room)
        asyncio.ensure_future(client.serve(on_offer, on_candidate))
    else:
        pc.addTransceiver("video", "recvonly")
        await pc.setLocalDescription(await pc.createOffer())
        answer, _ = await asyncio.to_thread(whep, url, pc.localDescription.sdp)
        await pc.setRemoteDescription(RTCSessionDescription(answer, "answer"))
    print("ended:", await ended, file=sys.stderr)


asyncio.run(main(*sys.argv[1:]))
