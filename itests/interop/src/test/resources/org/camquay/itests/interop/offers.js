// SPDX-License-Identifier: Apache-2.0
// A browser with offers of every shape: window.play(url, sections, expected, options) reports what came of one.
(() => {
  const PATIENCE = 20_000;
  const pause = (millis) => new Promise((done) => setTimeout(done, millis));

  async function until(holds) {
    for (let waited = 0; waited < PATIENCE; waited += 50) {
      if (await holds()) return true;
      await pause(50);
    }
    return false;
  }

  async function count(pc, report) {
    report.frames = report.packets = 0;
    (await pc.getStats()).forEach((s) => {
      if (s.type !== 'inbound-rtp') return;
      if (s.kind === 'video') report.frames += s.framesDecoded ?? 0;
      else report.packets += s.packetsReceived ?? 0;
    });
  }

  async function negotiate(pc, url, options, report) {
    await pc.setLocalDescription(await pc.createOffer());
    await until(() => pc.iceGatheringState === 'complete');
    let sdp = pc.localDescription.sdp;
    if (options.bundle === false) sdp = sdp.replace(/a=group:BUNDLE[^\r\n]*\r?\n/, '');
    report.offer = sdp;
    const reply = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/sdp' }, body: sdp });
    const text = await reply.text();
    if (reply.status !== 201) {
      report.status = reply.status;
      report.error = text.trim();
      return null;
    }
    report.answer = text;
    await pc.setRemoteDescription({ type: 'answer', sdp: text });
    return new URL(reply.headers.get('location'), url);
  }

  window.play = async (url, sections, expected, options) => {
    const pc = new RTCPeerConnection(options.policy ? { bundlePolicy: options.policy } : {});
    const report = { frames: 0, packets: 0 };
    const players = [];
    pc.ontrack = (event) => {
      const player = document.createElement('video');
      player.muted = player.autoplay = true;
      player.srcObject = new MediaStream([event.track]);
      document.body.append(player);
      players.push(player);
    };
    let location = null;
    try {
      for (const section of sections) {
        if (section === 'd') pc.createDataChannel('data');
        else pc.addTransceiver(section === 'v' ? 'video' : 'audio', { direction: 'recvonly' });
      }
      location = await negotiate(pc, url, options, report);
      if (location) {
        await until(async () => {
          await count(pc, report);
          return (!expected.includes('v') || report.frames >= 10) && (!expected.includes('a') || report.packets >= 25);
        });
      }
    } catch (e) {
      report.error = String(e);
    }
    report.state = pc.connectionState;
    pc.close();
    players.forEach((player) => player.remove());
    if (location) await fetch(location, { method: 'DELETE' });
    return report;
  };
})();
