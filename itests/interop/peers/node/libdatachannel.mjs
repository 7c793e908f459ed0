// SPDX-License-Identifier: Apache-2.0
// libdatachannel with offers of every shape, by the npm package node-datachannel.
import { Audio, initLogger, PeerConnection, RtcpReceivingSession, Video } from 'node-datachannel';
import { each, enough, marked, SECTIONS, shape, unshape, until, whep } from './offers.mjs';

initLogger('Debug', (level, line) => process.stderr.write(`${Date.now()} ${level} ${line}\n`));

async function play(url, offer, expected, report, closers) {
  const pc = new PeerConnection('viewer', { iceServers: [], disableAutoNegotiation: true });
  closers.push(() => pc.close());
  const kept = [];
  let gathered = false;
  pc.onGatheringStateChange((state) => (gathered = state === 'complete'));
  [...SECTIONS[offer]].forEach((section, i) => {
    if (section === 'd') {
      kept.push(pc.createDataChannel('data'));
      return;
    }
    const media = section === 'v' ? new Video(`${i}`, 'RecvOnly') : new Audio(`${i}`, 'RecvOnly');
    if (section === 'v') media.addH264Codec(96);
    else media.addOpusCodec(111);
    const track = pc.addTrack(media);
    track.setMediaHandler(new RtcpReceivingSession());
    track.onMessage((packet) => {
      if (section === 'a') report.packets++;
      else if (marked(packet)) report.frames++;
    });
    kept.push(track);
  });
  pc.setLocalDescription('offer');
  await until(() => gathered);
  const sdp = shape(pc.localDescription().sdp, offer);
  report.offer = sdp;
  const [answer, location] = await whep(url, sdp);
  closers.push(() => fetch(location, { method: 'DELETE' }));
  report.answer = answer;
  pc.setRemoteDescription(unshape(answer, offer), 'answer');
  await until(() => enough(expected, report));
  report.state = pc.state();
}

// Under load, libdatachannel 0.24 now and then (2 of 80) has lost its ICE transport when the answer comes. Such a viewer comes again.
await each(async (url, offer, expected, report, closers) => {
  try {
    await play(url, offer, expected, report, closers);
  } catch (e) {
    if (!String(e.message).includes('without ICE transport')) throw e;
    report.again = true;
    await play(url, offer, expected, report, closers);
  }
});
