// SPDX-License-Identifier: Apache-2.0
// Joins a stream and tells when what happened on the way, in milliseconds since the beginning.
globalThis.joining = (() => {
  let begin = 0;
  let times = {};
  const mark = (name) => (times[name] ??= performance.now() - begin);
  const Socket = WebSocket;
  const Connection = RTCPeerConnection;

  globalThis.WebSocket = class extends Socket {
    constructor(...words) {
      super(...words);
      this.addEventListener('open', () => mark('signaling'));
      this.addEventListener('message', ({ data }) => data.includes('"invite"') && mark('offer'));
    }
  };

  globalThis.RTCPeerConnection = class extends Connection {
    constructor(...words) {
      super(...words);
      this.addEventListener('iceconnectionstatechange', () => this.iceConnectionState === 'connected' && mark('path'));
      this.addEventListener('connectionstatechange', () => this.connectionState === 'connected' && mark('secure'));
      this.addEventListener('track', ({ track }) => track.addEventListener('unmute', () => mark('packet')));
    }

    async setLocalDescription(...words) {
      await super.setLocalDescription(...words);
      mark('described');
    }
  };

  /** Sees the first picture in a new element: `picture` when it can be shown, `shown` when the page hears that it is. */
  async function watch(join) {
    const video = Object.assign(document.createElement('video'), { muted: true, autoplay: true, playsInline: true, width: 640 });
    document.body.append(video);
    const picture = new Promise((done) => video.addEventListener('loadeddata', done)).then(() => mark('picture'));
    const shown = new Promise((done) => video.requestVideoFrameCallback(done)).then(() => mark('shown'));
    times = {};
    begin = performance.now();
    const leave = await join(video);
    await Promise.all([picture, shown]);
    await leave();
    video.remove();
    return { ...times };
  }

  /** By the player, which signals through the room. */
  async function player(room, stream) {
    const { CamquayPlayer } = await import('/camquay.js');
    return watch((video) => {
      const made = new CamquayPlayer({ video, room, stream }).start();
      return () => made.stop();
    });
  }

  /** By WHEP, without waiting for candidates. */
  function whep(stream) {
    return watch(async (video) => {
      const connection = new RTCPeerConnection();
      video.srcObject = new MediaStream();
      connection.ontrack = ({ track }) => video.srcObject.addTrack(track);
      connection.addTransceiver('video', { direction: 'recvonly' });
      connection.addTransceiver('audio', { direction: 'recvonly' });
      await connection.setLocalDescription();
      const headers = { 'Content-Type': 'application/sdp' };
      const response = await fetch(`/whep/${stream}`, { method: 'POST', headers, body: connection.localDescription.sdp });
      const sdp = await response.text();
      mark('answer');
      await connection.setRemoteDescription({ type: 'answer', sdp });
      return async () => {
        await fetch(response.headers.get('Location'), { method: 'DELETE' });
        connection.close();
      };
    });
  }

  return { player, whep };
})();
