# SPDX-License-Identifier: Apache-2.0
"""GStreamer's webrtcbin with offers of every shape; see offers.py. Its frames and packets are buffers of RTP, not decoded."""
import asyncio

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstSdp", "1.0")
gi.require_version("GstWebRTC", "1.0")
from gi.repository import Gst, GstSdp, GstWebRTC  # noqa: E402

from offers import each, enough, until  # noqa: E402
from signaling import delete, whep  # noqa: E402

SECTIONS = {"av": "av", "va": "va", "vv": "vv", "nb": "av", "bo": "av", "data": "dav"}
POLICIES = {"nb": "none", "bo": "max-bundle"}
CHAINS = {
    "video": "queue ! rtph264depay ! h264parse ! avdec_h264 ! fakesink name=sink sync=false signal-handoffs=true",
    "audio": "queue ! rtpopusdepay ! opusdec ! fakesink name=sink sync=false signal-handoffs=true",
}
CAPS = {
    "a": "application/x-rtp,media=audio,encoding-name=OPUS,clock-rate=48000,encoding-params=(string)2,payload=111",
    "v": "application/x-rtp,media=video,encoding-name=H264,clock-rate=90000,packetization-mode=(string)1,"
    "profile-level-id=(string)42e01f,payload=96",
}


class Player:
    def __init__(self, policy):
        self.pipeline = Gst.Pipeline()
        self.webrtc = Gst.ElementFactory.make("webrtcbin")
        self.webrtc.set_property("bundle-policy", policy)
        self.webrtc.connect("pad-added", self.on_pad)
        self.pipeline.add(self.webrtc)
        self.pipeline.set_state(Gst.State.PLAYING)
        self.report = {"frames": 0, "packets": 0}

    def on_pad(self, _, pad):
        if pad.get_direction() != Gst.PadDirection.SRC:
            return
        kind = pad.get_current_caps().get_structure(0).get_string("media")
        chain = Gst.parse_bin_from_description(CHAINS[kind], True)
        self.pipeline.add(chain)
        chain.get_by_name("sink").connect("handoff", self.count, "frames" if kind == "video" else "packets")
        chain.sync_state_with_parent()
        pad.link(chain.get_static_pad("sink"))

    def count(self, _sink, _buffer, _pad, name):
        self.report[name] += 1

    def call(self, signal, *arguments):
        promise = Gst.Promise.new()
        self.webrtc.emit(signal, *arguments, promise)
        promise.wait()
        reply = promise.get_reply()
        if reply and reply.has_field("error"):
            raise RuntimeError(reply.get_value("error").message)
        return reply


async def play(url, offer, expected):
    policies = GstWebRTC.WebRTCBundlePolicy
    policy = {"none": policies.NONE, "max-bundle": policies.MAX_BUNDLE}[POLICIES.get(offer, "max-bundle")]
    player, location = Player(policy), None
    try:
        for section in SECTIONS[offer]:
            if section == "d":
                player.channel = player.webrtc.emit("create-data-channel", "data", None)
            else:
                direction = GstWebRTC.WebRTCRTPTransceiverDirection.RECVONLY
                player.webrtc.emit("add-transceiver", direction, Gst.Caps.from_string(CAPS[section]))
        reply = player.call("create-offer", None)  # owns the offer, so it is kept as long
        player.call("set-local-description", reply.get_value("offer"))
        complete = GstWebRTC.WebRTCICEGatheringState.COMPLETE
        await until(lambda: player.webrtc.get_property("ice-gathering-state") == complete)
        sdp = player.webrtc.get_property("local-description").sdp.as_text()
        player.report["offer"] = sdp
        answer, location = await asyncio.to_thread(whep, url, sdp)
        player.report["answer"] = answer
        message = GstSdp.SDPMessage.new_from_text(answer)[1]
        kind = GstWebRTC.WebRTCSDPType.ANSWER
        player.call("set-remote-description", GstWebRTC.WebRTCSessionDescription.new(kind, message))
        await until(lambda: enough(expected, player.report["frames"], player.report["packets"]))
    finally:
        player.report["state"] = player.webrtc.get_property("connection-state").value_nick
        if location:
            await asyncio.to_thread(delete, location)
        player.pipeline.set_state(Gst.State.NULL)
    return player.report


Gst.init(None)
asyncio.run(each(play))
