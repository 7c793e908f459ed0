// SPDX-License-Identifier: Apache-2.0
// The player page: puts CamquayPlayer's states into words and buttons.
import { CamquayPlayer } from '/camquay.js';

const $ = (id) => document.getElementById(id);
const query = new URLSearchParams(location.search);
const secret = new URLSearchParams(location.hash.slice(1)); // what follows # never reaches a server's log
const room = decodeURIComponent(location.pathname.split('/')[2] ?? '');
const stream = query.get('stream') ?? '';
const video = $('video');
const stage = $('stage');

const WORDS = {
  waiting: ['Waiting for the camera', 'The picture starts by itself as soon as the camera is here.'],
  connecting: ['Connecting…', ''],
  live: ['Live', ''],
  gone: ['The camera is gone', 'The picture comes back by itself when the camera does.'],
  failed: ['That did not work', 'Trying again by itself.'],
  refused: ['No entry', ''],
};
const PILLS = { waiting: 'Waiting', connecting: 'Connecting', live: 'Live', gone: 'Gone', failed: 'Failed', refused: 'Refused' };

const player = new CamquayPlayer({
  video,
  room,
  stream,
  token: secret.get('token') ?? '',
});
globalThis.player = player;

function show({ state, reason }) {
  const [title, more] = WORDS[state];
  document.documentElement.dataset.state = state;
  $('state').textContent = title;
  $('reason').textContent = reason && state !== 'live' ? `${reason}${/[.!?]$/.test(reason) ? '' : '.'} ${more}` : more;
  $('pill-text').textContent = PILLS[state];
  document.title = `${state === 'live' ? '● ' : ''}${stream || room} · Camquay`;
  if (state === 'live') {
    $('play').hidden = true;
  } else {
    $('figures').textContent = '';
  }
  buttons();
}

/** Which buttons there are follows from what is playing. */
function buttons() {
  const { audio, videoUnplayable } = player.tracks;
  const live = player.state === 'live';
  const silent = video.muted || video.volume === 0;
  $('sound').hidden = !(live && audio && silent) || !$('play').hidden;
  $('mute').hidden = !(live && audio) || silent;
  $('notice').hidden = !(live && videoUnplayable);
  $('notice').textContent = player.reason;
  document.documentElement.dataset.media = live && videoUnplayable ? 'sound' : 'picture';
}

async function sound(on) {
  video.muted = !on;
  if (on) {
    video.volume = video.volume || 1;
    await player.play();
  }
  buttons();
}

async function fullScreen() {
  if (document.fullscreenElement) {
    await document.exitFullscreen();
  } else if (stage.requestFullscreen) {
    await stage.requestFullscreen();
  } else {
    video.webkitEnterFullscreen?.(); // iPhones know only the video's own
  }
}

async function figures() {
  const stats = player.state === 'live' ? await player.getStats() : null;
  const shown = [];
  if (stats?.video?.frameHeight) {
    shown.push(`${stats.video.frameWidth}×${stats.video.frameHeight}`);
    shown.push(`${Math.round(stats.video.framesPerSecond)} fps`);
  }
  if (stats) {
    const bytes = (stats.video?.bytesReceived ?? 0) + (stats.audio?.bytesReceived ?? 0);
    const now = performance.now();
    if (figures.bytes !== undefined && bytes >= figures.bytes) {
      shown.push(rate(((bytes - figures.bytes) * 8000) / (now - figures.at)));
    }
    figures.bytes = bytes;
    figures.at = now;
    if (player.limitation) {
      shown.unshift(player.limitation);
    }
    if (stats.path) {
      shown.push(stats.path === 'relay' ? `relayed${stats.relayProtocol ? ` over ${stats.relayProtocol.toUpperCase()}` : ''}` : 'direct');
    }
  }
  $('figures').textContent = shown.join(' · ');
}

function rate(bits) {
  return bits >= 1e6 ? `${(bits / 1e6).toFixed(1)} Mbit/s` : `${Math.round(bits / 1e3)} kbit/s`;
}

let idle = 0;
function awake() {
  stage.classList.remove('idle');
  clearTimeout(idle);
  idle = setTimeout(() => stage.classList.add('idle'), 3000);
}

$('title').textContent = stream && stream !== room ? `${room} / ${stream}` : room;
player.addEventListener('state', (event) => show(event.detail));
player.addEventListener('tracks', buttons);
player.addEventListener('blocked', () => {
  $('play').hidden = false;
  buttons();
});
$('play').addEventListener('click', async () => {
  $('play').hidden = true;
  await player.play();
  buttons();
});
$('sound').addEventListener('click', () => sound(true));
$('mute').addEventListener('click', () => sound(false));
$('full').addEventListener('click', fullScreen);
video.addEventListener('volumechange', buttons);
video.addEventListener('dblclick', fullScreen);
document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) {
    return;
  }
  if (event.key === 'f') {
    fullScreen();
  } else if (event.key === 'm') {
    sound(video.muted);
  }
});
for (const name of ['pointermove', 'pointerdown', 'keydown']) {
  document.addEventListener(name, awake);
}
addEventListener('hashchange', () => location.reload()); // another ticket
addEventListener('pagehide', () => player.stop());
addEventListener('pageshow', (event) => event.persisted && player.start());
setInterval(figures, 2000);

video.muted = true;
awake();
player.start();
