// SPDX-License-Identifier: Apache-2.0
// A viewer of Camquay cameras: an ONVIF WebRTC client for the browser, without dependencies.
//
//   import { CamquayPlayer } from '/camquay.js';
//   const player = new CamquayPlayer({ video: document.querySelector('video'), room: 'demo' });
//   player.addEventListener('state', (e) => console.log(e.detail.state, e.detail.reason));
//   player.start();

const CONNECT_PATIENCE_MS = 20_000; // from connect to the first picture
const KEY_FRAME_PATIENCE_MS = 120_000; // the same, once connected: some cameras send a key frame once a minute
const DISCONNECT_PATIENCE_MS = 4_000; // ICE often recovers by itself within this time
const RESTART_PATIENCE_MS = 10_000; // the same, when the camera can be asked for another path
const WISH_DELAY_MS = 1_000;
const STALL_MS = 4_000; // no picture and no sound for so long: the camera is gone
const GIVE_UP_MS = 8_000; // the same, until the session is given up: a changed address is found within 6 s, by the browser's checks
const DOUBT_MS = 2_000; // the same: does the server still answer? It is not asked again for some time
const DOUBT_PAUSE_MS = 10_000;
const SPARSE_MS = 3_000; // key frames only for so long, and at least two: the rest is left out
const CALL_PATIENCE_MS = 15_000;
const PROBE_PATIENCE_MS = 3_000;
const LONGEST_PAUSE_MS = 30_000;
const STEADY_MS = 30_000; // a server that takes and drops must not be asked ever faster
const SERVICE_RESTART = 1012; // RFC 6455's registry: come again, but not all at once

const UNOPENED = -1; // not a server's code: no connection came about, and a browser does not tell why
const FINAL = [401, 403]; // what no waiting mends: a ticket is missing, has expired, or is for something else

/** A server's refusal: the code and sentence of a JSON-RPC error. */
export class SignalingError extends Error {
  constructor(code, message, session = '') {
    super(message);
    this.code = code;
    this.session = session; // set when the camera itself refused
  }
}

/** ONVIF WebRTC's JSON-RPC over one WebSocket. Events: `closed`, and one per method that the server calls. */
class SignalingSocket extends EventTarget {
  #socket;
  #calls = new Map();
  #nextId = 1;

  constructor(url) {
    super();
    this.#socket = new WebSocket(url, 'webrtc.onvif.org');
    this.#socket.onmessage = (event) => this.#receive(event.data);
    this.#socket.onclose = (event) => this.#closed(event);
  }

  opened() {
    return new Promise((resolve, reject) => {
      this.#socket.addEventListener('open', resolve, { once: true });
      this.#socket.addEventListener('close', () => reject(new SignalingError(UNOPENED, 'The server cannot be reached')), {
        once: true,
      });
    });
  }

  get isOpen() {
    return this.#socket.readyState === WebSocket.OPEN;
  }

  call(method, params, patience = CALL_PATIENCE_MS) {
    return new Promise((resolve, reject) => {
      if (!this.isOpen) {
        reject(new SignalingError(0, 'The connection to the server was lost'));
        return;
      }
      const id = this.#nextId++;
      const timer = setTimeout(() => {
        this.#calls.delete(id);
        reject(new SignalingError(408, 'The server did not answer'));
      }, patience);
      this.#calls.set(id, { resolve, reject, timer });
      this.#send({ jsonrpc: '2.0', id, method, params });
    });
  }

  notify(method, params) {
    this.#send({ jsonrpc: '2.0', method, params });
  }

  /** An `error` about a session: a notification whose error object stands at the top level. */
  notifyError(code, message, session) {
    this.#send({ jsonrpc: '2.0', error: { code, message, session } });
  }

  reply(id, result) {
    this.#send({ jsonrpc: '2.0', id, result });
  }

  refuse(id, code, message) {
    this.#send({ jsonrpc: '2.0', id, error: { code, message } });
  }

  close() {
    this.#socket.close();
  }

  #send(message) {
    if (this.isOpen) {
      this.#socket.send(JSON.stringify(message));
    }
  }

  #receive(text) {
    let message;
    try {
      message = JSON.parse(text);
    } catch {
      return;
    }
    if (message?.method) {
      const params = message.params ?? {};
      // ONVIF also knows `error` as a method name; both spellings end up in one event.
      this.dispatchEvent(new CustomEvent(message.method, { detail: { id: message.id, ...params, params } }));
    } else if (this.#calls.has(message?.id)) {
      const { resolve, reject, timer } = this.#calls.get(message.id);
      this.#calls.delete(message.id);
      clearTimeout(timer);
      if (message.error) {
        reject(new SignalingError(message.error.code, message.error.message, message.error.session));
      } else {
        resolve(message.result ?? {});
      }
    } else if (message?.error) {
      this.dispatchEvent(new CustomEvent('error', { detail: message.error }));
    }
  }

  #closed(event) {
    for (const { reject, timer } of this.#calls.values()) {
      clearTimeout(timer);
      reject(new SignalingError(0, 'The connection to the server was lost'));
    }
    this.#calls.clear();
    this.dispatchEvent(new CustomEvent('closed', { detail: { code: event.code, reason: event.reason } }));
  }
}

/**
 * Plays one stream of one room in one video element, and keeps doing so.
 *
 * Options: `video` (the element), `room`, `url` (of the server; default: this page's, `/signaling`), `stream` (default: the
 * device's choice), `token` (the viewer's ticket), `holder` (a key by which the server knows this viewer again, so that a ticket
 * for one use stays with it; default: a random one kept in this browser). Event `state` with `detail` `{ state, reason }`, where
 * `state` is `waiting` (no camera in the room yet), `connecting`, `live`, `gone` (it was live; the camera went) or `failed`; it
 * goes on by itself from each of them. In the state `refused` it tries no more: another ticket is needed. Event `blocked`: the browser wants a click before it plays. Event `tracks` with
 * `{ audio, video, videoUnplayable }` in `detail` after each negotiation.
 */
export class CamquayPlayer extends EventTarget {
  #options;
  #socket = null;
  #registered = false;
  #pc = null;
  #spare = null; // made ahead, with its certificate, while the server is dialed or asked
  #session = '';
  #sessionSocket = null; // the server forgets a session with the socket it began on
  #state = '';
  #reason = '';
  #wasLive = false;
  #stopped = true;
  #failures = 0;
  #retryTimer = 0;
  #dialTimer = 0;
  #dialFailures = 0;
  #steadyTimer = 0;
  #patienceTimer = 0;
  #disconnectTimer = 0;
  #wishTimer = 0;
  #watchTimer = 0;
  #extendTimer = 0;
  #progress = { amount: 0, at: 0 };
  #limitation = '';
  #lastOther = { others: 0, keys: 0, at: 0 }; // counts at the last picture that was no key frame
  #doubtedAt = -Infinity;
  #tracks = { audio: false, video: false, videoUnplayable: false };
  #early = [];
  #iceServers = [];
  #iceErrors = new Map();
  #times = {};
  #named = { local: [], remote: [] }; // kinds; a browser forgets candidates that failed
  #asking = false;
  #chain = Promise.resolve();

  constructor({ video, room, url = defaultUrl(), stream = '', token = '', holder = ownHolder() }) {
    super();
    if (!video || !room) {
      throw new TypeError('CamquayPlayer needs a video element and a room');
    }
    this.#options = { video, room, url: String(url), stream, token, holder };
    video.addEventListener('playing', () => this.#played());
    video.addEventListener('loadeddata', () => this.#played());
  }

  get state() {
    return this.#state;
  }

  get reason() {
    return this.#reason;
  }

  /** Why the viewer sees less than there is, though the picture is live: one sentence without its full stop, or empty. */
  get limitation() {
    return this.#limitation;
  }

  get tracks() {
    return { ...this.#tracks };
  }

  start() {
    if (!this.#stopped) {
      return this;
    }
    this.#stopped = false;
    if (!globalThis.RTCPeerConnection) {
      this.#become('failed', 'This browser has no WebRTC, or it is switched off');
      return this;
    }
    this.#become('connecting', '');
    this.#dial();
    this.#prepare();
    this.#watchTimer = setInterval(() => this.#watch(), 1000);
    globalThis.addEventListener?.('online', this.#online);
    return this;
  }

  /** Ends playing and tells the camera so. */
  stop() {
    this.#stopped = true;
    globalThis.removeEventListener?.('online', this.#online);
    this.#rest();
  }

  /** Without connections and timers. */
  #rest() {
    clearInterval(this.#watchTimer);
    clearTimeout(this.#retryTimer);
    clearTimeout(this.#dialTimer);
    clearTimeout(this.#steadyTimer);
    this.#hangUp();
    this.#spare?.close();
    this.#spare = null;
    this.#socket?.close();
    this.#socket = null;
    this.#registered = false;
  }

  /** Tries to play, as the browser may allow it only in answer to a click. */
  async play() {
    try {
      await this.#options.video.play();
    } catch (error) {
      if (error.name === 'NotAllowedError') {
        this.dispatchEvent(new CustomEvent('blocked'));
      } // AbortError: a new picture replaced the old one while it started
    }
  }

  /**
   * Asks the camera to look for a path to it anew (ICE restart), while the picture goes on. It does so by itself when the path
   * breaks. Returns whether the camera could be asked.
   */
  restart() {
    if (!this.#pc || !this.#askable) {
      return false;
    }
    this.#socket.notify('vnd.camquay.restart', { session: this.#session });
    return true;
  }

  get #askable() {
    return this.#socket !== null && this.#socket === this.#sessionSocket && this.#socket.isOpen;
  }

  /** The figures that matter, from W3C getStats, or null without a connection. */
  async getStats() {
    const pc = this.#pc;
    if (!pc) {
      return null;
    }
    const report = await pc.getStats();
    const figures = { state: this.#state, session: this.#session, connection: pc.connectionState, ...this.#times };
    const stats = [...report.values()];
    // Firefox has no transport stats; there the pair in use is marked.
    const inUse =
      stats.find(({ type }) => type === 'transport')?.selectedCandidatePairId ??
      stats.find(({ type, selected }) => type === 'candidate-pair' && selected)?.id;
    for (const stat of stats) {
      if (stat.type === 'inbound-rtp') {
        const codec = report.get(stat.codecId)?.mimeType ?? '';
        figures[stat.kind] = {
          codec,
          packetsReceived: stat.packetsReceived ?? 0,
          packetsLost: stat.packetsLost ?? 0,
          bytesReceived: stat.bytesReceived ?? 0,
          jitter: stat.jitter ?? 0,
          nackCount: stat.nackCount ?? 0,
          ...(stat.kind === 'video'
            ? {
                framesDecoded: stat.framesDecoded ?? 0,
                framesDropped: stat.framesDropped ?? 0,
                framesPerSecond: stat.framesPerSecond ?? 0,
                frameWidth: stat.frameWidth ?? 0,
                frameHeight: stat.frameHeight ?? 0,
                freezeCount: stat.freezeCount ?? 0,
                keyFramesDecoded: stat.keyFramesDecoded ?? 0,
              }
            : {
                totalAudioEnergy: stat.totalAudioEnergy ?? 0,
                totalSamplesReceived: stat.totalSamplesReceived ?? 0,
                concealedSamples: stat.concealedSamples ?? 0,
              }),
        };
      } else if (stat.id === inUse) {
        figures.roundTripTime = stat.currentRoundTripTime ?? 0;
        const local = report.get(stat.localCandidateId);
        const remote = report.get(stat.remoteCandidateId);
        figures.local = local?.candidateType ?? '';
        figures.remote = remote?.candidateType ?? '';
        figures.protocol = local?.protocol ?? '';
        figures.relayProtocol = local?.relayProtocol ?? '';
        figures.usernameFragments = [local?.usernameFragment ?? '', remote?.usernameFragment ?? ''];
        figures.path = [figures.local, figures.remote].includes('relay') ? 'relay' : 'direct';
      }
    }
    return figures;
  }

  // ---- signaling ----

  #online = () => {
    if (!this.#socket) {
      this.#dialFailures = 0;
      this.#dial();
    }
  };

  async #dial() {
    clearTimeout(this.#dialTimer);
    const { url, token, holder } = this.#options;
    const address = new URL(url, globalThis.location?.href);
    const socket = new SignalingSocket(address);
    this.#socket = socket;
    this.#listen(socket);
    try {
      await socket.opened();
      const registering = socket.call('register', { authorization: token, holder }); // in no URL, which servers and proxies log
      this.#registered = true; // a server takes one message after the other: what follows need not wait for the answer
      // A session whose path broke meanwhile is sooner begun anew than mended.
      if (!this.#pc || ['disconnected', 'failed'].includes(this.#pc.connectionState) || this.#isGone) {
        this.#connect(registering);
      } else {
        this.#resume(socket);
      }
      await registering;
      this.#steadyTimer = setTimeout(() => (this.#dialFailures = 0), STEADY_MS);
    } catch (error) {
      if (error.code === UNOPENED) {
        this.#unopened(address);
      } else if (socket === this.#socket) {
        this.#registered = false;
        if (!this.#pc) {
          this.#report(error);
        }
      }
      socket.close();
    }
  }

  /** Tells a server, which has forgotten it, of the session that goes on: the camera can then be asked for another path again. */
  async #resume(socket) {
    const session = this.#session;
    const { room, token } = this.#options;
    try {
      const answer = await socket.call('vnd.camquay.resume', { session, peer: room, authorization: token });
      if (socket === this.#socket && session === this.#session) {
        this.#sessionSocket = socket;
        this.#renew(answer.iceServers);
      }
    } catch {
      // The picture goes on as it is. A camera that is not there yet is announced, and then this is tried again.
    }
  }

  /** Asks in another way why there is no connection: browsers hide the answer to a WebSocket's handshake. */
  async #unopened(address) {
    const refusal = await whyUnopened(address);
    if (refusal && !this.#pc && !this.#registered && !this.#stopped) {
      this.#report(refusal);
    }
  }

  #listen(socket) {
    const on = (name, act) =>
      socket.addEventListener(name, (event) => {
        if (socket === this.#socket && !this.#stopped) {
          act(event.detail);
        }
      });
    on('closed', ({ code }) => this.#signalingLost(code));
    on('invite', (message) => this.#inTurn(() => this.#invited(socket, message)));
    on('trickle', (message) => this.#inTurn(() => this.#trickled(message)));
    on('error', (error) => this.#told(error));
    on('vnd.camquay.presence', (message) => this.#presence(message));
  }

  /** Descriptions and candidates are applied one after the other, in the order of their arrival. */
  #inTurn(step) {
    this.#chain = this.#chain.then(step).catch((error) => console.warn('camquay:', error));
  }

  #signalingLost(code = 0) {
    this.#socket = null;
    this.#registered = false;
    clearTimeout(this.#steadyTimer);
    const restarts = code === SERVICE_RESTART;
    if (!this.#pc && this.#state !== 'failed') {
      this.#become('failed', restarts ? 'The server starts anew' : 'The server cannot be reached');
    }
    // Live media does not depend on the server: it goes on, and only the server is dialed again.
    const least = restarts ? 1_000 + 4_000 * Math.random() : 0;
    this.#dialTimer = setTimeout(() => this.#dial(), Math.max(least, this.#pause(this.#dialFailures++)));
  }

  /** Asks for anything: when this machine's address is gone, a socket still looks open. */
  async #probe() {
    const socket = this.#socket;
    try {
      await socket?.call('vnd.camquay.ping', {}, PROBE_PATIENCE_MS);
    } catch (error) {
      this.#doubt(socket, error); // a refusal is an answer too
    }
  }

  /** Leaves a socket on which nobody answered, and dials anew. */
  #doubt(socket, { code }) {
    if (code === 408 && socket === this.#socket && !this.#stopped) {
      this.#dialFailures = 0;
      this.#signalingLost();
      socket.close();
    }
  }

  #pause(failures) {
    // As long again as the server was away, at most: who waits for it is back soon after it.
    return Math.min(LONGEST_PAUSE_MS, 500 * 1.5 ** Math.min(failures, 12)) * (0.5 + Math.random());
  }

  #presence({ peer, online }) {
    if (peer !== this.#options.room) {
      return;
    }
    if (!online) {
      // A camera that lost only the server still sends: what is live stays so until it stops by itself.
      if (!this.#pc) {
        this.#becomeAbsent();
      }
    } else if (!this.#pc || this.#stalledFor() > 1_500) {
      this.#failures = 0;
      this.#connect();
    } else if (!this.#askable && this.#socket) {
      this.#resume(this.#socket);
    }
  }

  /** The other side reports an error about our session. */
  #told({ code, message, session }) {
    if (session && session !== this.#session) {
      return;
    }
    if (code === 1002 || code === 1003) {
      return; // the camera's socket was lost, or it disliked a candidate: media is not concerned
    }
    if (FINAL.includes(code)) {
      this.#report({ code, message });
      return;
    }
    const reason = this.#explained(sentence(message) || 'The camera refused');
    this.#hangUp();
    this.#become('failed', reason);
    this.#retryLater();
  }

  /** What the camera says of a failure, with what this side had to offer, unless it was not about the path. */
  #explained(reason) {
    const pc = this.#pc;
    if (!pc?.remoteDescription || pc.connectionState === 'connected' || this.#wasLive) {
      return reason;
    }
    const { cause, offered } = noPath(this.#named, this.#iceServers, this.#iceErrors);
    return `${reason.replace(/[.\s]+$/, '')}; ${cause}; ${offered}`;
  }

  // ---- one session ----

  async #connect(registering = null) {
    if (this.#asking || this.#stopped) {
      return;
    }
    clearTimeout(this.#retryTimer);
    if (!this.#registered) {
      return; // connects as soon as the server is there
    }
    this.#asking = true;
    this.#hangUp();
    if (this.#state !== 'connecting') {
      this.#become('connecting', '');
    }
    const { room, stream, token } = this.#options;
    const socket = this.#socket;
    try {
      const params = { peer: room, authorization: token };
      if (stream) {
        params.profile = stream;
      }
      this.#early = [];
      this.#times = { asked: performance.now() };
      const answer = this.#ask(socket, params, registering);
      this.#prepare();
      const { session, iceServers, expiryTimeSeconds } = await answer;
      this.#sessionSocket = socket;
      this.#session = session;
      this.#iceServers = Array.isArray(iceServers) ? iceServers : [];
      this.#newPeerConnection();
      this.#extendLater(expiryTimeSeconds);
      const early = this.#early; // what overtook the answer to our call
      this.#early = [];
      early.forEach((again) => this.#inTurn(again));
    } catch (error) {
      if (error.code === 480) {
        this.#becomeAbsent(error.session ? sentence(error.message) : '');
        // An empty room is announced when it fills; a server that does not announce, and a camera, are asked again.
        this.#retryLater(error.session ? 0 : LONGEST_PAUSE_MS);
      } else if (this.#registered) {
        this.#report(error);
        if (!this.#stopped) {
          this.#retryLater();
          this.#doubt(socket, error);
        }
      }
    } finally {
      this.#asking = false;
    }
  }

  /** The answer to `connect`. A server that needs its time to register this viewer is asked once more. */
  async #ask(socket, params, registering) {
    let registered = registering === null;
    registering?.then(() => (registered = true)).catch(() => {});
    try {
      return await socket.call('connect', params);
    } catch (error) {
      if (registered) {
        throw error;
      }
      await registering;
      return socket.call('connect', params);
    }
  }

  /** A connection is there as soon as the camera's offer is, and its certificate with it. */
  #prepare() {
    this.#spare ??= new RTCPeerConnection();
  }

  /** The connection made ahead, with the servers of this session. */
  #prepared() {
    const pc = this.#spare ?? new RTCPeerConnection();
    this.#spare = null;
    const take = (iceServers) => pc.setConfiguration({ ...pc.getConfiguration(), iceServers });
    try {
      take(this.#iceServers);
    } catch {
      this.#iceServers = usable(this.#iceServers);
      take(this.#iceServers);
    }
    return pc;
  }

  #newPeerConnection() {
    this.#iceErrors.clear();
    this.#named = { local: [], remote: [] };
    const pc = this.#prepared();
    const session = this.#session;
    this.#pc = pc;
    this.#progress = { amount: 0, at: performance.now() };
    this.#options.video.srcObject = new MediaStream();
    pc.onicecandidate = ({ candidate }) => {
      this.#named.local.push(...kindsIn(candidate?.candidate));
      const init = candidate?.candidate ? candidate.toJSON() : { candidate: '' };
      this.#socket?.notify('trickle', { session, candidate: init });
    };
    pc.onicecandidateerror = ({ url, errorCode, errorText }) => this.#iceErrors.set(url, { errorCode, errorText });
    // Shown once the answer is sent, which the camera waits for.
    pc.ontrack = ({ track }) => this.#inTurn(() => this.#show(pc, track));
    pc.onconnectionstatechange = () => this.#connectionChanged(pc);
    clearTimeout(this.#patienceTimer);
    this.#patienceTimer = setTimeout(() => this.#tooSlow(pc), CONNECT_PATIENCE_MS);
  }

  #show(pc, track) {
    const stream = this.#options.video.srcObject;
    if (pc !== this.#pc || stream.getTracks().includes(track)) {
      return;
    }
    stream.addTrack(track);
    this.play();
  }

  /** Sessions that end by themselves are extended in good time. */
  #extendLater(seconds) {
    clearTimeout(this.#extendTimer);
    if (!(seconds > 0)) {
      return;
    }
    const session = this.#session;
    this.#extendTimer = setTimeout(async () => {
      try {
        const result = await this.#socket?.call('extend', { session, authorization: this.#options.token });
        this.#renew(result?.iceServers);
        this.#extendLater(result?.expiryTimeSeconds ?? seconds / 4);
      } catch {
        this.#extendLater(seconds / 4);
      }
    }, Math.min(seconds * 800, 2 ** 31 - 1));
  }

  /** Fresh credentials; the browser takes them for the next ICE restart. */
  #renew(iceServers) {
    if (Array.isArray(iceServers) && this.#pc) {
      this.#iceServers = usable(iceServers);
      this.#pc.setConfiguration({ ...this.#pc.getConfiguration(), iceServers: this.#iceServers });
    }
  }

  /** The camera's offer: the first one, or a later one of the same session for an ICE restart. */
  async #invited(socket, message) {
    const { id, session, offer, iceServers } = message;
    if (this.#asking) {
      this.#early.push(() => this.#invited(socket, message));
      return;
    }
    const pc = this.#pc;
    if (!pc || session !== this.#session) {
      socket.refuse(id, 410, 'The viewer has left this session');
      return;
    }
    const again = pc.remoteDescription !== null;
    try {
      const sdp = typeof offer === 'string' ? offer : offer?.sdp;
      const order = mids(sdp);
      if (again) {
        this.#named = { local: [], remote: [] };
      }
      this.#renew(iceServers);
      this.#named.remote.push(...kindsIn(sdp));
      await pc.setRemoteDescription({ type: 'offer', sdp: playsH264() ? sdp : reordered(sdp, soundFirst(sdp)) });
      await pc.setLocalDescription();
      if (pc !== this.#pc) {
        return;
      }
      socket.reply(id, { answer: reordered(pc.localDescription.sdp, order) });
      this.#noteTracks(pc);
    } catch (error) {
      socket.refuse(id, 400, `The browser cannot use this offer: ${error.message}`);
      if (pc === this.#pc && !again) {
        this.#fail(`The browser cannot use the camera's offer: ${error.message}`);
      } // what is live goes on as it was
    }
  }

  async #trickled({ session, candidate, params }) {
    if (this.#asking) {
      this.#early.push(() => this.#trickled({ session, candidate, params }));
      return;
    }
    const pc = this.#pc;
    if (!pc || session !== this.#session) {
      return;
    }
    if (!pc.remoteDescription) {
      this.#early.push(() => this.#trickled({ session, candidate, params }));
      return;
    }
    const init = typeof candidate === 'string' ? params : candidate;
    if (!init?.candidate) {
      await pc.addIceCandidate().catch(() => {}); // the end; not every browser wants to hear it
      return;
    }
    this.#named.remote.push(...kindsIn(init.candidate));
    await pc.addIceCandidate(placed(init, pc.localDescription?.sdp ?? ''));
  }

  #noteTracks(pc) {
    const rejected = /^m=video 0 /m.test(pc.localDescription.sdp);
    const receives = (kind) =>
      pc.getTransceivers().some((t) => t.receiver.track.kind === kind && /recv/.test(t.currentDirection ?? ''));
    this.#tracks = { audio: receives('audio'), video: receives('video') && !rejected, videoUnplayable: rejected };
    this.dispatchEvent(new CustomEvent('tracks', { detail: this.tracks }));
    const waiting = this.#early; // candidates that came before the offer
    this.#early = [];
    waiting.forEach((again) => this.#inTurn(again));
    if (rejected && !this.#tracks.audio) {
      this.#fail(unplayable());
    }
  }

  #connectionChanged(pc) {
    if (pc !== this.#pc) {
      return;
    }
    clearTimeout(this.#disconnectTimer);
    clearTimeout(this.#wishTimer);
    switch (pc.connectionState) {
      case 'connected':
        this.#times.connectMillis ??= Math.round(performance.now() - this.#times.asked);
        this.#played();
        break;
      case 'disconnected':
        this.#wishTimer = setTimeout(() => {
          this.restart();
          this.#probe();
        }, WISH_DELAY_MS);
        this.#disconnectTimer = setTimeout(
          () => this.#pathLost(),
          this.#askable ? RESTART_PATIENCE_MS : DISCONNECT_PATIENCE_MS,
        );
        break;
      case 'failed':
      case 'closed':
        if (this.#wasLive) {
          this.#pathLost();
        } else {
          this.#withoutPath();
        }
        break;
    }
  }

  /** Without a server to ask there is no network at all: this session comes back with it, and sooner than a new one. */
  #pathLost() {
    if (this.#registered) {
      this.#again('The connection to the camera was lost');
    }
  }

  #tooSlow(pc) {
    if (pc !== this.#pc || this.#state !== 'connecting') {
      return;
    }
    if (pc.connectionState === 'connected') {
      const left = KEY_FRAME_PATIENCE_MS - (performance.now() - this.#times.asked);
      if (left > 0) {
        this.#patienceTimer = setTimeout(() => this.#tooSlow(pc), left);
        return;
      }
      this.#fail('The camera is connected but sends nothing');
    } else if (pc.remoteDescription) {
      this.#withoutPath();
    } else {
      this.#fail('The camera did not answer in time');
    }
  }

  #withoutPath() {
    const { cause, offered } = noPath(this.#named, this.#iceServers, this.#iceErrors);
    this.#again(`No path between this browser and the camera was found: ${cause}; ${offered}`);
  }

  // ---- what the viewer sees ----

  #played() {
    const { video } = this.#options;
    const connected = this.#pc?.connectionState === 'connected';
    const shows = this.#tracks.video ? video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA : this.#tracks.audio;
    if (!connected || !shows || this.#state === 'live') {
      return;
    }
    clearTimeout(this.#patienceTimer);
    this.#failures = 0;
    this.#wasLive = true;
    this.#times.liveMillis ??= Math.round(performance.now() - this.#times.asked);
    this.#progress = { amount: this.#progress.amount, at: performance.now() };
    this.#become('live', this.#tracks.videoUnplayable ? unplayable() : '');
  }

  /** Once a second: is anything still arriving? */
  async #watch() {
    const pc = this.#pc;
    if (!pc || pc.connectionState !== 'connected') {
      return;
    }
    const figures = await this.getStats();
    if (pc !== this.#pc || !figures) {
      return;
    }
    this.#look(figures.video);
    const amount = this.#tracks.video ? figures.video?.framesDecoded : figures.audio?.packetsReceived;
    if ((amount ?? 0) > this.#progress.amount) {
      this.#progress = { amount, at: performance.now() };
      this.#played();
      return;
    }
    if (this.#state === 'connecting' && this.#tracks.video && !figures.video?.packetsReceived) {
      this.#become('connecting', 'Connected: the picture starts with the camera’s next key frame');
    } else if (this.#state === 'live' && !document.hidden && this.#stalledFor() > STALL_MS) {
      this.#become('gone', 'The camera sends nothing at the moment');
    }
    if (this.#isGone && this.#registered && !this.#askable) {
      this.#again('The connection to the camera was lost'); // what the camera said of it went to a socket that was dead
      return;
    }
    // A router's new address ends the socket too, and nobody says so.
    const now = performance.now();
    if (this.#wasLive && this.#stalledFor() > DOUBT_MS && now - this.#doubtedAt > DOUBT_PAUSE_MS) {
      this.#doubtedAt = now;
      this.#probe();
    }
  }

  /** A camera that leaves out all pictures but its key frames finds the network too slow for the rest; it does not say so to the page. */
  #look(video) {
    const keys = video?.keyFramesDecoded ?? 0;
    const others = (video?.framesDecoded ?? 0) - keys;
    const now = performance.now();
    if (others !== this.#lastOther.others) {
      this.#lastOther = { others, keys, at: now };
    }
    const since = this.#lastOther;
    const sparse = since.others > 0 && keys - since.keys > 1 && now - since.at > SPARSE_MS;
    this.#limitation = sparse ? 'Few pictures: the network is too slow for all of them' : '';
  }

  /** It was live, and nothing arrives, though the browser sees no reason: its checks may be answered all the same. */
  get #isGone() {
    return this.#state === 'gone' && this.#stalledFor() > GIVE_UP_MS;
  }

  #stalledFor() {
    return performance.now() - this.#progress.at;
  }

  #becomeAbsent(reason = '') {
    this.#become(this.#wasLive ? 'gone' : 'waiting', reason);
  }

  #report(error) {
    const reason = sentence(error.message) || 'The server refused';
    if (FINAL.includes(error.code)) {
      this.#become('refused', reason);
      this.#stopped = true;
      globalThis.removeEventListener?.('online', this.#online);
      this.#rest();
    } else {
      this.#become('failed', reason);
    }
  }

  #fail(reason) {
    this.#hangUp();
    this.#become('failed', reason);
    this.#retryLater();
  }

  /** Gives the session up and begins a new one: at once the first time, later after growing pauses. */
  #again(reason) {
    const first = this.#failures === 0 && this.#wasLive;
    this.#hangUp();
    if (first && this.#registered) {
      this.#failures++;
      this.#connect();
    } else {
      this.#become(this.#wasLive && !this.#registered ? 'gone' : 'failed', reason);
      this.#retryLater();
    }
  }

  #retryLater(atLeast = 0) {
    clearTimeout(this.#retryTimer);
    this.#retryTimer = setTimeout(() => this.#connect(), Math.max(atLeast, this.#pause(this.#failures++)));
  }

  #hangUp() {
    clearTimeout(this.#patienceTimer);
    clearTimeout(this.#disconnectTimer);
    clearTimeout(this.#wishTimer);
    clearTimeout(this.#extendTimer);
    const pc = this.#pc;
    if (!pc) {
      return;
    }
    this.#pc = null;
    this.#socket?.notifyError(410, 'The viewer has left', this.#session);
    this.#session = '';
    this.#tracks = { audio: false, video: false, videoUnplayable: false };
    pc.onconnectionstatechange = pc.onicecandidate = pc.onicecandidateerror = pc.ontrack = null;
    pc.close();
  }

  #become(state, reason) {
    if (this.#stopped && state !== 'failed') {
      return;
    }
    if (state !== this.#state || reason !== this.#reason) {
      this.#state = state;
      this.#reason = reason;
      this.dispatchEvent(new CustomEvent('state', { detail: { state, reason } }));
    }
  }
}

function defaultUrl() {
  return new URL('/signaling', globalThis.location.href.replace(/^http/, 'ws'));
}

/** A random key of this browser, the same after a reload; of this page alone where nothing can be kept. */
function ownHolder() {
  const name = 'camquay.holder';
  const random = () => [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, '0')).join('');
  try {
    const kept = localStorage.getItem(name) ?? random();
    localStorage.setItem(name, kept);
    return kept;
  } catch {
    return (globalThis.camquayHolder ??= random());
  }
}

/** The server's refusal of a connection, asked for as a page; null where there is none, or no server. */
async function whyUnopened(address) {
  const page = new URL(address);
  page.protocol = page.protocol.replace('ws', 'http');
  const options = { cache: 'no-store', credentials: 'omit', referrerPolicy: 'no-referrer' };
  try {
    const answer = await fetch(page, options);
    return answer.status === 426 ? null : new SignalingError(answer.status, (await answer.text()).trim());
  } catch {
    if (page.origin === globalThis.location?.origin) {
      return null;
    }
  }
  try {
    await fetch(page, { ...options, mode: 'no-cors' }); // somebody answers, and lets this page read nothing
    return new SignalingError(403, 'This web site may not show cameras of that server: its owner has to allow the site');
  } catch {
    return null;
  }
}

const isRejected = (section) => /^m=\S+ 0 /.test(section);
const midOf = (section) => /^a=mid:(.*?)\r?$/m.exec(section)?.[1] ?? null;
const sectionsOf = (sdp) => String(sdp ?? '').split(/^(?=m=)/m).slice(1);
const mids = (sdp) => sectionsOf(sdp).map(midOf);

/**
 * Firefox never starts ICE when it has to reject the first of the bundled sections. So a browser that will reject the video
 * is shown the sound first, and its answer is put back into the offer's order.
 */
function soundFirst(sdp) {
  const sections = sectionsOf(sdp);
  return [...sections.filter((s) => !s.startsWith('m=video')), ...sections.filter((s) => s.startsWith('m=video'))].map(midOf);
}

function reordered(sdp, order) {
  const sections = sectionsOf(sdp);
  const own = sections.map(midOf);
  if (order.includes(null) || own.length !== order.length || own.every((mid, i) => mid === order[i])) {
    return sdp;
  }
  const head = sdp.slice(0, sdp.indexOf(sections[0])).replace(/^a=group:BUNDLE (.*?)\r?$/m, (_, group) => {
    const bundled = group.split(' ');
    return `a=group:BUNDLE ${order.filter((mid) => bundled.includes(mid)).join(' ')}\r`;
  });
  return head + order.map((mid) => sections[own.indexOf(mid)]).join('');
}

/** A bundled candidate is named after the first section; where the answer rejects that one, it belongs to the next. */
function placed(init, answer) {
  const sections = sectionsOf(answer);
  const named = init.sdpMid != null ? sections.find((section) => midOf(section) === init.sdpMid) : null;
  const home = sections.find((section) => !isRejected(section));
  if (home && (!named || isRejected(named))) {
    return { candidate: init.candidate, sdpMid: midOf(home) ?? undefined, sdpMLineIndex: sections.indexOf(home) };
  }
  return { candidate: init.candidate, sdpMid: init.sdpMid, usernameFragment: init.usernameFragment };
}

const urlsOf = (servers) => servers.flatMap(({ urls }) => urls);

/** A browser refuses a whole connection for one server that it cannot use: such are left out. */
function usable(servers) {
  const refusal = (some) => {
    try {
      new RTCPeerConnection({ iceServers: some }).close();
      return '';
    } catch (error) {
      console.warn('camquay: a server is left out:', error.message);
      return error.message;
    }
  };
  return refusal(servers) ? servers.filter((server) => !refusal([server])) : servers;
}

/** The kinds of the candidates in a description or candidate-attribute. */
const kindsIn = (text) => [...String(text ?? '').matchAll(/\btyp (\w+)/g)].map(([, kind]) => kind);
const KINDS = { host: 'local addresses', srflx: 'a public address', prflx: 'a public address', relay: 'a relay' };

/** In words: which kinds of candidates one side has (RFC 8445 §5.1.1). */
function kinds(candidates) {
  const words = [...new Set(candidates.map((kind) => KINDS[kind] ?? kind))];
  return words.length ? words.join(' and ') : 'nothing';
}

/** Why there is no path, as far as this side can know: the cause, and what each side had. */
function noPath({ local, remote }, servers, errors) {
  const has = (candidates, kind) => candidates.includes(kind);
  const turns = urlsOf(servers).filter((url) => /^turns?:/i.test(url));
  const offered = `this browser offered ${kinds(local)}, the camera ${kinds(remote)}`;
  const refused = [...errors].find(([url, { errorCode }]) => /^turns?:/i.test(url) && errorCode < 700);
  let cause = 'a firewall may be in between';
  if (!remote.length) {
    cause = 'the camera named no address';
  } else if (!turns.length) {
    cause = 'no TURN server is configured that could relay';
  } else if (refused && !has(local, 'relay')) {
    cause = `${refused[0]} refused to relay (${refused[1].errorCode} ${refused[1].errorText})`;
  } else if (!has(local, 'relay') && !has(remote, 'relay')) {
    cause = `no TURN server could be reached, of ${turns.join(', ')}`;
  } else if (urlsOf(servers).length && !has(local, 'srflx') && !has(local, 'relay')) {
    cause = 'UDP seems to be blocked here, and no TURN server could be reached';
  }
  return { cause, offered };
}

function sentence(text) {
  const words = String(text ?? '').slice(0, 300);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

let h264 = false; // once there, a decoder stays

function playsH264() {
  const known = () => globalThis.RTCRtpReceiver?.getCapabilities?.('video')?.codecs ?? [];
  h264 ||= known().some(({ mimeType }) => /h264/i.test(mimeType));
  return h264;
}

function unplayable() {
  return playsH264()
    ? 'This browser cannot play this camera’s video format, so there is sound only'
    : 'This browser has no H.264 video decoder, so there is sound only';
}
