// SPDX-License-Identifier: Apache-2.0
// A viewer of one room in an empty page, with what it saw so far: the browser's own figures, and the gaps between pictures.
globalThis.viewer = (() => {
  const connections = [];
  const Connection = RTCPeerConnection;
  globalThis.RTCPeerConnection = class extends Connection {
    constructor(...words) {
      super(...words);
      connections.push(this);
    }
  };

  const video = Object.assign(document.createElement('video'), { muted: true, playsInline: true });
  document.body.replaceChildren(video);
  let player;
  const NOTABLE = 120; // three pictures' time, in milliseconds
  let shown = 0; // when the last picture was, on a clock that all viewers of a machine share
  let gaps = []; // long ones between two pictures, since the last reading
  video.requestVideoFrameCallback(function picture(time) {
    const now = performance.timeOrigin + time;
    if (shown && now - shown >= NOTABLE) gaps.push({ begin: shown, length: now - shown });
    shown = now;
    video.requestVideoFrameCallback(picture);
  });

  async function watch(server, room) {
    const { CamquayPlayer } = await import(`${server}camquay.js`);
    player = new CamquayPlayer({ video, room, url: `${server.replace(/^http/, 'ws')}signaling` });
    player.start();
  }

  /** W3C figures of the video that comes in, and the gaps since they were asked for last. */
  async function figures() {
    const report = await connections.at(-1)?.getStats();
    const video = [...(report?.values() ?? [])].find(({ type, kind }) => type === 'inbound-rtp' && kind === 'video') ?? {};
    const since = gaps;
    gaps = [];
    const { limitation, reason, state } = player;
    const { session = '' } = (await player.getStats()) ?? {};
    const answer = connections.at(-1)?.localDescription?.sdp ?? '';
    const byStreams = answer.includes('ack ccfb') && !answer.includes('transport-cc'); // feedback of RFC 8888
    return { ...video, byStreams, state, reason, limitation, session, sessions: connections.length, gaps: since, at: performance.now() };
  }

  const stop = () => player.stop();
  return { watch, figures, stop };
})();
