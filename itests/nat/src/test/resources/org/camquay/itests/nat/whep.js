// SPDX-License-Identifier: Apache-2.0
// A WHEP viewer on any page: `watch(url)` shows the stream in a video, `frames()` are the pictures decoded.
(() => {
  let connection;
  globalThis.watch = async (url) => {
    const video = Object.assign(document.createElement('video'), { muted: true, autoplay: true, playsInline: true });
    document.body.replaceChildren(video);
    connection = new RTCPeerConnection();
    video.srcObject = new MediaStream();
    connection.ontrack = ({ track }) => video.srcObject.addTrack(track);
    connection.addTransceiver('video', { direction: 'recvonly' });
    await connection.setLocalDescription();
    const headers = { 'Content-Type': 'application/sdp' };
    const response = await fetch(url, { method: 'POST', headers, body: connection.localDescription.sdp });
    await connection.setRemoteDescription({ type: 'answer', sdp: await response.text() });
    return response.status;
  };
  globalThis.frames = async () => {
    const stats = [...(await connection.getStats()).values()];
    return stats.find(({ type, kind }) => type === 'inbound-rtp' && kind === 'video')?.framesDecoded ?? 0;
  };
})();
