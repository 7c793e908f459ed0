# SPDX-License-Identifier: Apache-2.0
"""aiortc with offers of every shape; see offers.py."""
import asyncio

from aiortc import RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import MediaStreamError

from offers import each, enough, until
from signaling import delete, whep

SECTIONS = {"av": "av", "va": "va", "vv": "vv", "nb": "av", "data": "avd"}
KINDS = {"a": "audio", "v": "video"}


async def count(track, report, name):
    try:
        while True:
            await track.recv()
            report[name] += 1
    except MediaStreamError:
        pass


async def play(url, offer, expected):
    pc = RTCPeerConnection()
    report = {"frames": 0, "packets": 0}
    tasks = []
    location = None

    @pc.on("track")
    def on_track(track):
        tasks.append(asyncio.ensure_future(count(track, report, "frames" if track.kind == "video" else "packets")))

    try:
        for section in SECTIONS[offer]:
            if section == "d":
                pc.createDataChannel("data")
            else:
                pc.addTransceiver(KINDS[section], "recvonly")
        await pc.setLocalDescription(await pc.createOffer())
        sdp = pc.localDescription.sdp
        if offer == "nb":
            sdp = "".join(line for line in sdp.splitlines(True) if not line.startswith("a=group:BUNDLE"))
        answer, location = await asyncio.to_thread(whep, url, sdp)
        report["answer"] = answer
        await pc.setRemoteDescription(RTCSessionDescription(answer, "answer"))
        await until(lambda: enough(expected, report["frames"], report["packets"]))
    finally:
        report["state"] = pc.connectionState
        for task in tasks:
            task.cancel()
        if location:
            await asyncio.to_thread(delete, location)
        await pc.close()
    return report


asyncio.run(each(play))
