// SPDX-License-Identifier: Apache-2.0
// A client of ONVIF WebRTC 26.06 in one room, where the camera offers; see ../signaling.py. Node.js 18 has no WebSocket of its own.
import { WebSocket } from 'node-datachannel';

/** Joins a room; onOffer(sdp) gives the answer of each invite, onCandidate(line, mid) gets each candidate. */
export async function join(url, room, onOffer, onCandidate) {
  const socket = new WebSocket({ protocols: ['webrtc.onvif.org'] });
  const waiting = new Map();
  const send = (message) => socket.sendMessage(JSON.stringify({ jsonrpc: '2.0', ...message }));
  const call = (method, params) =>
    new Promise((done, failed) => {
      waiting.set(waiting.size + 1, [done, failed]);
      send({ id: waiting.size, method, params });
    });
  const serve = async ({ id, method, params }) => {
    if (method === 'invite') {
      send({ id, result: { answer: await onOffer(params.offer) } });
    } else if (method === 'trickle' && params.candidate?.candidate) {
      onCandidate(params.candidate.candidate, params.candidate.sdpMid ?? '0');
    }
  };
  socket.onMessage((text) => {
    const message = JSON.parse(text);
    if (message.method) {
      serve(message);
    } else if (waiting.has(message.id)) {
      const [done, failed] = waiting.get(message.id);
      if (message.error) failed(new Error(JSON.stringify(message.error)));
      else done(message.result);
    }
  });
  await new Promise((opened, failed) => {
    socket.onOpen(opened);
    socket.onError((reason) => failed(new Error(reason)));
    socket.open(url);
  });
  await call('register', { authorization: '' });
  await call('connect', { peer: room, authorization: '' });
  return socket;
}
