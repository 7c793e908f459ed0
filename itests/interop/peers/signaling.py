# SPDX-License-Identifier: Apache-2.0
"""How a peer of another make meets the camera: over ONVIF WebRTC (the camera offers) or WHEP (the peer offers)."""
import asyncio
import json
import urllib.parse
import urllib.request

import websockets


class Onvif:
    """A client of ONVIF WebRTC 26.06 in one room: takes the device's invite and its candidates."""

    def __init__(self, socket):
        self.socket = socket
        self.next_id = 1
        self.waiting = {}
        self.session = None

    @classmethod
    async def join(cls, url, room):
        self = cls(await websockets.connect(url, subprotocols=["webrtc.onvif.org"]))
        self.early = asyncio.Queue()
        self.reader = asyncio.ensure_future(self._read())
        await self._call("register", {"authorization": ""})
        self.session = (await self._call("connect", {"peer": room, "authorization": ""}))["session"]
        return self

    async def serve(self, on_offer, on_candidate):
        """Answers each invite by what on_offer(sdp) gives; on_candidate(line, mid, index) gets each candidate, then ''."""
        while True:
            message = await self.early.get()
            params = message["params"]
            if message["method"] == "invite":
                answer = await on_offer(params["offer"])
                await self._send({"id": message["id"], "result": {"answer": answer}})
            elif message["method"] == "trickle":
                candidate = params.get("candidate") or {}
                await on_candidate(candidate.get("candidate", ""), candidate.get("sdpMid"), candidate.get("sdpMLineIndex"))

    async def trickle(self, candidate, index):
        init = {"candidate": candidate, "sdpMLineIndex": index} if candidate else {"candidate": ""}
        await self._send({"method": "trickle", "params": {"session": self.session, "candidate": init}})

    async def leave(self):
        await self._send({"error": {"code": 410, "message": "The viewer has left", "session": self.session}})
        self.reader.cancel()
        await self.socket.close()

    async def _call(self, method, params):
        id, self.next_id = self.next_id, self.next_id + 1
        self.waiting[id] = asyncio.get_running_loop().create_future()
        await self._send({"id": id, "method": method, "params": params})
        return await self.waiting[id]

    async def _send(self, message):
        await self.socket.send(json.dumps({"jsonrpc": "2.0", **message}))

    async def _read(self):
        async for text in self.socket:
            message = json.loads(text)
            if "method" in message:
                self.early.put_nowait(message)
            elif message.get("id") in self.waiting:
                waiting = self.waiting.pop(message["id"])
                if "error" in message:
                    waiting.set_exception(RuntimeError(message["error"]))
                else:
                    waiting.set_result(message["result"])


def whep(url, offer):
    """Sends an offer (draft-ietf-wish-whep); the answer and where the session is to be deleted."""
    request = urllib.request.Request(url, offer.encode(), {"Content-Type": "application/sdp"})
    with urllib.request.urlopen(request, timeout=20) as response:
        return response.read().decode(), urllib.parse.urljoin(url, response.headers["Location"])


def delete(location):
    with urllib.request.urlopen(urllib.request.Request(location, method="DELETE"), timeout=20):
        pass


def hertz(samples, rate):
    """The frequency of the tone that sounds most of the time: by the median distance of its upward zero crossings."""
    rises = [i for i in range(1, len(samples)) if samples[i - 1] < 0 <= samples[i]]
    periods = sorted(b - a for a, b in zip(rises, rises[1:]))
    return rate / periods[len(periods) // 2] if periods else 0
