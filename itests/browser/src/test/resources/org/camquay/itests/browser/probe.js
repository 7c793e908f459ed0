// SPDX-License-Identifier: Apache-2.0
// What tests ask a page: what its picture shows, what its sound is, and viewers of other kinds than the page's own.
globalThis.probe = (() => {
  const canvas = document.createElement('canvas');
  const paper = canvas.getContext('2d', { willReadFrequently: true });

  function draw(video) {
    canvas.width = video.videoWidth;
    canvas.height = video.videoHeight;
    paper.drawImage(video, 0, 0);
  }

  /** Mean colour of a square of 8x8 pixels around a place given in fractions of the picture. */
  function color(x, y) {
    const { data } = paper.getImageData(Math.round(x * canvas.width) - 4, Math.round(y * canvas.height) - 4, 8, 8);
    const sum = [0, 0, 0];
    for (let i = 0; i < data.length; i += 4) {
      for (let c = 0; c < 3; c++) sum[c] += data[i + c];
    }
    return sum.map((s) => Math.round((s * 4) / data.length));
  }

  /** Colours at several places of the picture now. */
  function colors(video, places) {
    draw(video);
    return places.map(([x, y]) => color(x, y));
  }

  /** The frame's number in the test pattern: 16 blocks of Gray code at the lower edge. */
  function counter(video) {
    draw(video);
    let bit = 0;
    let number = 0;
    for (let i = 0; i < 16; i++) {
      bit ^= color((i + 0.5) / 16, 15 / 16)[1] > 127 ? 1 : 0;
      number = (number << 1) | bit;
    }
    return number;
  }

  /** The clock's row of the test pattern, as a string that differs when the picture differs. */
  function clock(video) {
    draw(video);
    const top = Math.round(canvas.height / 2) + 4;
    const { data } = paper.getImageData(0, top, canvas.width, Math.round(canvas.height / 4) - 8);
    let text = '';
    for (let i = 0; i < data.length; i += 4 * 97) text += data[i] > 127 ? '1' : '0';
    return text;
  }

  /** The strongest frequency in Hz of a video element's sound, and its level in dB, over about a second. */
  async function tone(video) {
    const context = new AudioContext();
    const analyser = new AnalyserNode(context, { fftSize: 32768, smoothingTimeConstant: 0.5 });
    context.createMediaStreamSource(new MediaStream(video.srcObject.getAudioTracks())).connect(analyser);
    await context.resume();
    const bins = new Float32Array(analyser.frequencyBinCount);
    const power = new Float64Array(bins.length);
    for (let i = 0; i < 12; i++) {
      await new Promise((done) => setTimeout(done, 150));
      analyser.getFloatFrequencyData(bins);
      bins.forEach((decibel, at) => (power[at] += i < 4 ? 0 : 10 ** (decibel / 10)));
    }
    const strongest = power.indexOf(power.reduce((a, b) => Math.max(a, b)));
    const result = { frequency: (strongest * context.sampleRate) / 32768, level: 10 * Math.log10(power[strongest] / 8) };
    await context.close();
    return result;
  }

  /** Milliseconds from a player's start to its first picture, in a player of its own. */
  async function firstFrame(room, stream) {
    const { CamquayPlayer } = await import('/camquay.js');
    const video = Object.assign(document.createElement('video'), { muted: true, playsInline: true });
    document.body.append(video);
    const begin = performance.now();
    const player = new CamquayPlayer({ video, room, stream });
    const shown = new Promise((done) => video.requestVideoFrameCallback(() => done(performance.now() - begin)));
    player.start();
    const millis = await shown;
    player.stop();
    video.remove();
    return millis;
  }

  const viewers = new Map();

  /** Watches a stream over WHEP; the video element becomes `probe.viewer(stream).video`. */
  async function whep(stream) {
    const connection = new RTCPeerConnection();
    const video = Object.assign(document.createElement('video'), { muted: true, autoplay: true, playsInline: true });
    video.srcObject = new MediaStream();
    document.body.append(video);
    connection.ontrack = ({ track }) => video.srcObject.addTrack(track);
    connection.addTransceiver('video', { direction: 'recvonly' });
    connection.addTransceiver('audio', { direction: 'recvonly' });
    await connection.setLocalDescription();
    const response = await fetch(`/whep/${stream}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/sdp' },
      body: connection.localDescription.sdp,
    });
    const answer = await response.text();
    const location = response.headers.get('Location');
    if (response.status === 201) {
      await connection.setRemoteDescription({ type: 'answer', sdp: answer });
    }
    viewers.set(stream, { connection, video, location });
    return { status: response.status, location, answer };
  }

  const iceLines = (sdp) => sdp.split(/\r?\n/).filter((line) => /^a=(ice-ufrag|ice-pwd|candidate|end-of-candidates)/.test(line));

  /** Restarts ICE of a WHEP viewer by PATCH (RFC 9725 §4.3.3): what was sent, and what came. */
  async function rewhep(stream, match = '*') {
    const { connection, location } = viewers.get(stream);
    const offer = await connection.createOffer({ iceRestart: true });
    await connection.setLocalDescription(offer);
    // Without candidates: the browser checks ours, which tells the camera where it is.
    const own = offer.sdp.split(/^(?=m=)/m)[1];
    const parameters = iceLines(own).filter((line) => /^a=ice-/.test(line));
    const response = await fetch(location, {
      method: 'PATCH',
      headers: { 'Content-Type': 'application/trickle-ice-sdpfrag', 'If-Match': match },
      body: [...parameters, own.split(/\r?\n/)[0], 'a=mid:0', ''].join('\r\n'),
    });
    const body = await response.text();
    if (response.status === 200) {
      const theirs = iceLines(body);
      const of = (name) => theirs.find((line) => line.startsWith(name));
      let first = true;
      const sdp = connection.remoteDescription.sdp
        .replace(/^a=(candidate|end-of-candidates).*\r?\n/gm, '')
        .replace(/^a=ice-ufrag:.*$/gm, of('a=ice-ufrag'))
        .replace(/^a=ice-pwd:.*$/gm, of('a=ice-pwd'))
        .replace(/^a=mid:.*\r\n/gm, (mid) => {
          const candidates = first ? theirs.filter((line) => line.startsWith('a=candidate')) : [];
          first = false;
          return [mid.trim(), ...candidates, ''].join('\r\n');
        });
      await connection.setRemoteDescription({ type: 'answer', sdp });
    }
    return { status: response.status, eTag: response.headers.get('ETag'), body };
  }

  /** Both ends' user fragments of the pair in use. */
  async function fragments(stream) {
    const report = await viewers.get(stream).connection.getStats();
    const transport = [...report.values()].find(({ type }) => type === 'transport');
    const pair = report.get(transport?.selectedCandidatePairId);
    return [report.get(pair?.localCandidateId)?.usernameFragment, report.get(pair?.remoteCandidateId)?.usernameFragment];
  }

  /** From now on, the longest time in milliseconds between two pictures of a video. */
  function watchGaps(video) {
    const gaps = { longest: 0, pictures: 0 };
    let last = performance.now();
    const onPicture = (now) => {
      gaps.longest = Math.max(gaps.longest, now - last);
      gaps.pictures++;
      last = now;
      video.requestVideoFrameCallback(onPicture);
    };
    video.requestVideoFrameCallback(onPicture);
    globalThis.gaps = gaps;
    return true;
  }

  /** Milliseconds from capture by the camera to the screen of a WHEP viewer, as any page can read them; both clocks are right. */
  async function delay(stream) {
    const from1900To1970 = 2_208_988_800_000;
    const { video } = await inbound(stream);
    return video?.estimatedPlayoutTimestamp ? video.timestamp - (video.estimatedPlayoutTimestamp - from1900To1970) : null;
  }

  /** A player whose every path leads through a relay, in place of the page's own. */
  async function relayedPlayer(room) {
    player.stop();
    const Direct = RTCPeerConnection;
    globalThis.RTCPeerConnection = class extends Direct {
      constructor(configuration) {
        super({ ...configuration, iceTransportPolicy: 'relay' });
      }
    };
    const { CamquayPlayer } = await import('/camquay.js');
    globalThis.player = new CamquayPlayer({ video: document.querySelector('video'), room });
    player.start();
    return true;
  }

  /** Ends a WHEP viewer; the status of the DELETE. */
  async function unwhep(stream) {
    const { connection, video, location } = viewers.get(stream);
    const { status } = await fetch(location, { method: 'DELETE' });
    connection.close();
    video.remove();
    return status;
  }

  /** W3C inbound-rtp figures of a WHEP viewer, by kind. */
  async function inbound(stream) {
    const figures = { connection: viewers.get(stream).connection.connectionState };
    const report = await viewers.get(stream).connection.getStats();
    for (const stat of report.values()) {
      if (stat.type === 'inbound-rtp') {
        figures[stat.kind] = { ...stat, codec: report.get(stat.codecId)?.mimeType ?? '' };
      }
    }
    return figures;
  }

  return { colors, counter, clock, tone, firstFrame, whep, rewhep, fragments, watchGaps, delay, relayedPlayer, unwhep, inbound, viewer: (stream) => viewers.get(stream) };
})();
