// SPDX-License-Identifier: Apache-2.0
// werift with offers of every shape.
import { RTCPeerConnection, RTCRtpCodecParameters } from 'werift';
import { each, enough, SECTIONS, shape, unshape, until, whep } from './offers.mjs';

const H264 = new RTCRtpCodecParameters({
  mimeType: 'video/H264',
  clockRate: 90000,
  payloadType: 96,
  parameters: 'level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f',
  rtcpFeedback: [{ type: 'nack' }, { type: 'nack', parameter: 'pli' }],
});
const OPUS = new RTCRtpCodecParameters({ mimeType: 'audio/opus', clockRate: 48000, channels: 2, payloadType: 111 });

await each(async (url, offer, expected, report, closers) => {
  const pc = new RTCPeerConnection({
    codecs: { audio: [OPUS], video: [H264] },
    iceServers: [],
    bundlePolicy: offer === 'nb' ? 'disable' : 'max-bundle',
  });
  closers.push(() => pc.close());
  for (const section of SECTIONS[offer]) {
    if (section === 'd') {
      pc.createDataChannel('data');
      continue;
    }
    const transceiver = pc.addTransceiver(section === 'v' ? 'video' : 'audio', { direction: 'recvonly' });
    transceiver.onTrack.subscribe((track) =>
      track.onReceiveRtp.subscribe((rtp) => {
        if (section === 'a') report.packets++;
        else if (rtp.header.marker) report.frames++;
      }),
    );
  }
  await pc.setLocalDescription(await pc.createOffer());
  await until(() => pc.iceGatheringState === 'complete');
  const sdp = shape(pc.localDescription.sdp, offer === 'nb' ? '' : offer);
  report.offer = sdp;
  const [answer, location] = await whep(url, sdp);
  closers.push(() => fetch(location, { method: 'DELETE' }));
  report.answer = answer;
  await pc.setRemoteDescription({ type: 'answer', sdp: unshape(answer, offer) });
  await until(() => enough(expected, report));
  report.state = pc.connectionState;
});
