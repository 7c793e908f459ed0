// SPDX-License-Identifier: Apache-2.0
// libdatachannel as a viewer that stays: writes the time of each picture that a decoder could show, in milliseconds, a line each, until
// it is ended. It has no decoder, so that its packets are followed: after a lost one, nothing can be shown before the next key frame.
// usage: node libdatachannel_watcher.mjs onvif ws://HOST:PORT/signaling ROOM | whep http://HOST:PORT/whep/STREAM
import { initLogger, PeerConnection, RtcpReceivingSession, Video } from 'node-datachannel';
import { marked, until, whep } from './offers.mjs';
import { join } from './onvif.mjs';

initLogger('Info', (level, line) => process.stderr.write(`${Date.now()} ${level} ${line}\n`));

const ASK_AGAIN = 500;
const [how, url, room] = process.argv.slice(2);
const pc = new PeerConnection('viewer', { iceServers: [], disableAutoNegotiation: true });
const kept = [];
let gathered = false;
pc.onGatheringStateChange((state) => (gathered = state === 'complete'));
pc.onStateChange((state) => {
  process.stderr.write(`${Date.now()} state ${state}\n`);
  if (state === 'failed' || state === 'closed') process.exit(1);
});

/** Whether a packet begins a key frame (RFC 6184): parameter sets, alone or first in an aggregate, or the first part of an IDR picture. */
function beginsKeyFrame(packet) {
  const header = 12 + 4 * (packet[0] & 15);
  const payload = packet[0] & 16 ? header + 4 + 4 * packet.readUInt16BE(header + 2) : header;
  const type = packet[payload] & 31;
  if (type === 28) return (packet[payload + 1] & 0x9f) === 0x85;
  return type === 5 || type === 7 || (type === 24 && (packet[payload + 3] & 31) === 7);
}

function see(track) {
  kept.push(track);
  track.setMediaHandler(new RtcpReceivingSession());
  let next = -1;
  let lost = true;
  let asked = 0;
  track.onMessage((packet) => {
    const number = packet.readUInt16BE(2);
    if (next >= 0 && number !== next) lost = true;
    next = (number + 1) & 0xffff;
    if (lost && beginsKeyFrame(packet)) lost = false;
    if (lost && Date.now() - asked > ASK_AGAIN) {
      asked = Date.now();
      track.requestKeyframe();
    }
    if (!lost && marked(packet)) process.stdout.write(`${Math.round(performance.now())}\n`);
  });
}

async function described(type) {
  pc.setLocalDescription(type);
  await until(() => gathered);
  return pc.localDescription().sdp;
}

if (how === 'onvif') {
  pc.onTrack((track) => (track.type() === 'video' ? see(track) : kept.push(track)));
  const onOffer = async (sdp) => {
    pc.setRemoteDescription(sdp, 'offer');
    return described('answer');
  };
  kept.push(await join(url, room, onOffer, (line, mid) => pc.addRemoteCandidate(line, mid)));
} else {
  const video = new Video('0', 'RecvOnly');
  video.addH264Codec(96);
  see(pc.addTrack(video));
  const [answer] = await whep(url, await described('offer'));
  pc.setRemoteDescription(answer, 'answer');
}
setInterval(() => kept.length, 1000);
