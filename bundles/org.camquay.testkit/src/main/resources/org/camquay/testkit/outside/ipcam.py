#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""An RTSP camera for tests, on GStreamer's RTSP server.

Debian: python3-gi gir1.2-gst-rtsp-server-1.0 gstreamer1.0-plugins-base gstreamer1.0-plugins-good
gstreamer1.0-plugins-bad gstreamer1.0-plugins-ugly gstreamer1.0-libav

Prints a line "missing STREAM ELEMENT PACKAGE" for each stream that lacks an element of GStreamer, then one line,
"rtsp ADDRESS PORT", when it listens. User cam, password s3cret. Streams:
/video H.264   /aac H.264 and AAC   /pcmu /pcma H.264 and G.711   /opus H.264 and Opus   /h265 H.265
/jpeg Motion JPEG   /bframes H.264 with B-frames   /tcp H.264, over TCP only   /mp3 H.264 and MP3
/bare H.264 with its parameter sets only in the SDP   /sound AAC alone   /file the --file, not encoded again
/late H.264 and G.711, sent LATE_MS after capture, which the sender reports tell
"""
import argparse
import os
import re
import sys
import threading

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtsp", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtsp, GstRtspServer  # noqa: E402

USER, PASSWORD = "cam", "s3cret"
LATE_MS = 250
# Which Debian package has an element; those not named here are part of GStreamer itself.
PACKAGES = {
    "gstreamer1.0-plugins-base": "videotestsrc audiotestsrc audioconvert audioresample opusenc",
    "gstreamer1.0-plugins-good": "rtph264pay rtph265pay rtpmp4gpay rtppcmupay rtppcmapay rtpopuspay rtpmpapay rtpjpegpay "
                                 "jpegenc mulawenc alawenc lamemp3enc qtdemux rtpbin udpsink",
    "gstreamer1.0-plugins-bad": "h264parse h265parse x265enc",
    "gstreamer1.0-plugins-ugly": "x264enc",
    "gstreamer1.0-libav": "avenc_aac",
}


def launch_lines(options):
    picture = (f"videotestsrc is-live=true pattern={options.pattern} ! video/x-raw,format=I420,width={options.width},"
               f"height={options.height},framerate={options.fps}/1 ! ")
    x264 = f"x264enc tune=zerolatency speed-preset=ultrafast key-int-max={options.gop} bitrate=600 ! "
    baseline = "video/x-h264,profile=constrained-baseline ! "
    pay = "h264parse ! rtph264pay name=pay0 pt=96 config-interval=-1 "
    h264 = picture + x264 + baseline + pay
    tone = "audiotestsrc is-live=true wave=sine freq=440 volume=0.2 ! audioconvert ! audioresample ! "
    narrow = tone + "audio/x-raw,rate=8000,channels=1 ! "
    mulaw = "mulawenc ! rtppcmupay name=pay1 pt=0 max-ptime=20000000"
    late = f"queue max-size-buffers=0 max-size-bytes=0 max-size-time=0 min-threshold-time={LATE_MS * 1000000} ! "
    lines = {
        "/video": h264,
        "/tcp": h264,
        "/aac": h264 + tone + "audio/x-raw,rate=48000,channels=2 ! avenc_aac ! rtpmp4gpay name=pay1 pt=97",
        "/pcmu": h264 + narrow + mulaw,
        "/pcma": h264 + narrow + "alawenc ! rtppcmapay name=pay1 pt=8 max-ptime=20000000",
        "/opus": h264 + tone + "audio/x-raw,rate=48000,channels=2 ! opusenc ! rtpopuspay name=pay1 pt=97",
        "/mp3": h264 + tone + "audio/x-raw,rate=48000,channels=2 ! lamemp3enc ! rtpmpapay name=pay1 pt=14",
        "/sound": tone + "audio/x-raw,rate=16000,channels=1 ! avenc_aac ! rtpmp4gpay name=pay0 pt=97",
        "/jpeg": picture + "jpegenc ! rtpjpegpay name=pay0 pt=26",
        "/h265": picture + f"x265enc tune=zerolatency speed-preset=ultrafast key-int-max={options.gop} bitrate=600 ! "
                           "h265parse ! rtph265pay name=pay0 pt=96 config-interval=-1",
        "/bframes": picture + f"x264enc bframes=2 b-adapt=false speed-preset=ultrafast key-int-max={options.gop} "
                              "bitrate=600 ! video/x-h264,profile=main ! " + pay,
        "/late": picture + x264 + baseline + late + pay + narrow + late + mulaw,
        "/bare": picture + x264 + baseline + "h264parse ! video/x-h264,stream-format=avc,alignment=au ! "
                                             "rtph264pay name=pay0 pt=96 config-interval=0",
    }
    if options.file:
        lines["/file"] = f"filesrc location={options.file} ! qtdemux ! h264parse ! rtph264pay name=pay0 pt=96 " \
                         "config-interval=-1"
    return lines


def missing(line):
    """The first element of a launch line that is not installed, and the package that has it; None if all are there."""
    # properties and caps are the words with other characters; the RTP session is made by the server itself
    for element in re.findall(r"(?<!\S)[a-z0-9_]+(?!\S)", line) + ["rtpbin", "udpsink"]:
        if not Gst.ElementFactory.find(element):
            packages = [package for package, elements in PACKAGES.items() if element in elements.split()]
            return element, (packages or ["libgstreamer1.0-0"])[0]
    return None


def protect(server, kind):
    auth = GstRtspServer.RTSPAuth()
    auth.set_realm("ipcam")
    token = GstRtspServer.RTSPToken()
    token.set_string("media.factory.role", "user")
    if kind == "basic":
        auth.set_supported_methods(GstRtsp.RTSPAuthMethod.BASIC)
        auth.add_basic(GstRtspServer.RTSPAuth.make_basic(USER, PASSWORD), token)
    else:
        auth.set_supported_methods(GstRtsp.RTSPAuthMethod.DIGEST)
        auth.add_digest(USER, PASSWORD, token)
    server.set_auth(auth)


def report_capture(media):
    """The sender reports' NTP time becomes that of capture; by default it is that of sending."""
    pipeline = media.get_element().get_parent()
    for element in pipeline.children:
        if element.get_factory().get_name() == "rtpbin":
            element.set_property("rtcp-sync-send-time", False)


def factory(path, line, protected):
    media = GstRtspServer.RTSPMediaFactory()
    media.set_launch(f"( {line} )")
    media.set_shared(path != "/file")
    if path == "/late":
        media.connect("media-configure", lambda _, made: made.connect("prepared", report_capture))
    if path == "/tcp":
        media.set_protocols(GstRtsp.RTSPLowerTrans.TCP)
    if protected:
        permissions = GstRtspServer.RTSPPermissions()
        permissions.add_permission_for_role("user", "media.factory.access", True)
        permissions.add_permission_for_role("user", "media.factory.construct", True)
        media.set_permissions(permissions)
    return media


def end_with_stdin():
    sys.stdin.read()
    os._exit(0)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--address", default="127.0.0.1")
    parser.add_argument("--port", default="0")
    parser.add_argument("--auth", choices=("none", "basic", "digest"), default="none")
    parser.add_argument("--file", help="an MP4 file with H.264")
    parser.add_argument("--pattern", default="smpte")
    parser.add_argument("--width", type=int, default=320)
    parser.add_argument("--height", type=int, default=240)
    parser.add_argument("--fps", type=int, default=25)
    parser.add_argument("--gop", type=int, default=25)
    parser.add_argument("--watch-stdin", action="store_true", help="end with standard input, so with who started it")
    options = parser.parse_args()
    Gst.init(None)
    server = GstRtspServer.RTSPServer(address=options.address, service=options.port)
    if options.auth != "none":
        protect(server, options.auth)
    for path, line in launch_lines(options).items():
        lacking = missing(line)
        if lacking:
            print("missing", path, *lacking)
            continue
        server.get_mount_points().add_factory(path, factory(path, line, options.auth != "none"))
    if server.attach(None) == 0:
        sys.exit(f"cannot listen on {options.address}:{options.port}")
    print("rtsp", options.address, server.get_bound_port(), flush=True)
    if options.watch_stdin:
        threading.Thread(target=end_with_stdin, daemon=True).start()
    GLib.MainLoop().run()


if __name__ == "__main__":
    main()
