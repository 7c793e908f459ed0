# SPDX-License-Identifier: Apache-2.0
"""GStreamer's webrtcbin as a viewer: decodes pictures and sound, and says in one line of JSON what it saw and heard.

usage: webrtcbin_viewer.py onvif ws://HOST:PORT/signaling ROOM | whep http://HOST:PORT/whep/STREAM
"""
import array
import asyncio
import json
import sys

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstSdp", "1.0")
gi.require_version("GstWebRTC", "1.0")
from gi.repository import Gst, GstSdp, GstWebRTC  # noqa: E402

from signaling import Onvif, delete, hertz, whep  # noqa: E402

FRAMES = 30
SAMPLES = 48_000
PATIENCE = 40
CHAINS = {
    "video": "queue ! rtph264depay ! h264parse ! avdec_h264 ! videoconvert ! video/x-raw,format=RGB",
    "audio": "queue ! rtpopusdepay ! opusdec ! audioconvert ! audio/x-raw,format=S16LE,channels=1,rate=48000",
}
OFFERED = {
    "audio": "application/x-rtp,media=audio,encoding-name=OPUS,clock-rate=48000,encoding-params=(string)2,payload=111",
    "video": "application/x-rtp,media=video,encoding-name=H264,clock-rate=90000,packetization-mode=(string)1,"
    "profile-level-id=(string)42e01f,payload=96",
}


class Viewer:
    def __init__(self):
        self.pipeline = Gst.Pipeline()
        self.webrtc = Gst.ElementFactory.make("webrtcbin")
        self.webrtc.set_property("bundle-policy", GstWebRTC.WebRTCBundlePolicy.MAX_BUNDLE)
        self.webrtc.connect("pad-added", self.on_pad)
        self.pipeline.add(self.webrtc)
        self.pipeline.set_state(Gst.State.PLAYING)
        self.report = {"video": {"frames": 0}, "audio": {}}
        self.left = array.array("h")

    def on_pad(self, _, pad):
        if pad.get_direction() != Gst.PadDirection.SRC:
            return
        kind = pad.get_current_caps().get_structure(0).get_string("media")
        chain = Gst.parse_bin_from_description(f"{CHAINS[kind]} ! appsink name=sink sync=false emit-signals=true", True)
        self.pipeline.add(chain)
        chain.get_by_name("sink").connect("new-sample", {"video": self.see, "audio": self.hear}[kind])
        chain.sync_state_with_parent()
        pad.link(chain.get_static_pad("sink"))

    def see(self, sink):
        sample = sink.emit("pull-sample")
        size = sample.get_caps().get_structure(0)
        width, height = size.get_value("width"), size.get_value("height")
        seen = self.report["video"]
        seen["size"] = [width, height]
        seen["frames"] += 1
        if seen["frames"] == FRAMES:
            at = (width * 3 + 3) // 4 * 4 * (height // 4) + 3 * int(width * 0.93)
            seen["color"] = list(sample.get_buffer().extract_dup(at, 3))
        return Gst.FlowReturn.OK

    def hear(self, sink):
        buffer = sink.emit("pull-sample").get_buffer()
        self.left.frombytes(buffer.extract_dup(0, buffer.get_size()))
        return Gst.FlowReturn.OK

    def call(self, signal, *arguments):
        """One of webrtcbin's actions, awaited. The reply owns what is in it, so keep it as long."""
        promise = Gst.Promise.new()
        self.webrtc.emit(signal, *arguments, promise)
        promise.wait()
        reply = promise.get_reply()
        if reply and reply.has_field("error"):
            raise RuntimeError(reply.get_value("error").message)
        return reply

    def set_remote(self, kind, sdp):
        message = GstSdp.SDPMessage.new_from_text(sdp)[1]
        self.call("set-remote-description", GstWebRTC.WebRTCSessionDescription.new(kind, message))

    def describe(self, kind):
        """create-offer or create-answer, set as the local description."""
        reply = self.call(f"create-{kind}", None)
        made = reply.get_value(kind)
        self.call("set-local-description", made)
        return made.sdp.as_text()

    async def done(self):
        while self.report["video"]["frames"] < FRAMES or len(self.left) < SAMPLES * 3 // 2:
            await asyncio.sleep(0.05)


async def watch_onvif(viewer, url, room):
    loop = asyncio.get_running_loop()
    client = await Onvif.join(url, room)

    def on_local(_, index, candidate):
        asyncio.run_coroutine_threadsafe(client.trickle(candidate, index), loop)

    async def on_offer(sdp):
        viewer.set_remote(GstWebRTC.WebRTCSDPType.OFFER, sdp)
        return viewer.describe("answer")

    async def on_candidate(line, mid, index):
        if line:
            viewer.webrtc.emit("add-ice-candidate", index or 0, line)

    viewer.webrtc.connect("on-ice-candidate", on_local)
    serving = asyncio.ensure_future(client.serve(on_offer, on_candidate))
    serving.add_done_callback(lambda done: done.cancelled() or viewer.report.update(signaling=repr(done.exception())))
    try:
        await asyncio.wait_for(viewer.done(), PATIENCE)
    finally:
        serving.cancel()
        await client.leave()


async def watch_whep(viewer, url):
    for caps in OFFERED.values():
        direction = GstWebRTC.WebRTCRTPTransceiverDirection.RECVONLY
        viewer.webrtc.emit("add-transceiver", direction, Gst.Caps.from_string(caps))
    viewer.describe("offer")
    complete = GstWebRTC.WebRTCICEGatheringState.COMPLETE
    while viewer.webrtc.get_property("ice-gathering-state") != complete:
        await asyncio.sleep(0.05)
    offer = viewer.webrtc.get_property("local-description").sdp.as_text()
    answer, location = await asyncio.to_thread(whep, url, offer)
    viewer.set_remote(GstWebRTC.WebRTCSDPType.ANSWER, answer)
    try:
        await asyncio.wait_for(viewer.done(), PATIENCE)
    finally:
        await asyncio.to_thread(delete, location)


async def main(how, *where):
    viewer = Viewer()
    try:
        await {"onvif": watch_onvif, "whep": watch_whep}[how](viewer, *where)
    except (asyncio.TimeoutError, RuntimeError) as e:
        viewer.report["error"] = repr(e)
    heard = viewer.left[SAMPLES // 2 : SAMPLES * 3 // 2]
    viewer.report["audio"] = {"hertz": round(hertz(heard, SAMPLES)), "peak": max(heard, default=0)}
    viewer.report["state"] = viewer.webrtc.get_property("connection-state").value_nick
    print(json.dumps(viewer.report), flush=True)
    viewer.pipeline.set_state(Gst.State.NULL)


Gst.init(None)
asyncio.run(main(*sys.argv[1:]))
