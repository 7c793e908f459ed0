// SPDX-License-Identifier: Apache-2.0
// What the players of the table of offers have in common; see ../offers.py.
// usage: node PLAYER.mjs http://HOST:PORT/whep/ STREAM:OFFER:EXPECTED …
export const FRAMES = 10;
export const PACKETS = 25;
const PATIENCE = 20_000;

export const pause = (millis) => new Promise((done) => setTimeout(done, millis));

/** Waits until it holds, and says whether it does. */
export async function until(holds) {
  for (let waited = 0; waited < PATIENCE; waited += 50) {
    if (holds()) return true;
    await pause(50);
  }
  return false;
}

export const enough = (expected, report) =>
  (!expected.includes('v') || report.frames >= FRAMES) && (!expected.includes('a') || report.packets >= PACKETS);

/** The sections of an offer: a, v, d. */
export const SECTIONS = { av: 'av', va: 'va', vv: 'vv', nb: 'av', bo: 'av', data: 'avd' };

/**
 * Makes the sections after the first bundle-only without transport, as in RFC 9725's example; leaves BUNDLE out; or brings the
 * data channels, which every library writes last, to the front.
 */
export function shape(sdp, offer) {
  if (offer === 'nb') return sdp.replace(/a=group:BUNDLE[^\r\n]*\r?\n/, '');
  const [head, first, ...others] = sdp.split(/^(?=m=)/m);
  if (offer === 'data') {
    const data = others.pop();
    const mid = /^a=mid:(\S+)/m.exec(data)[1];
    return head.replace(/(a=group:BUNDLE)(.*) \S+/, `$1 ${mid}$2`) + data + first + others.join('');
  }
  if (offer !== 'bo') return sdp;
  const bare = (section) =>
    section
      .replace(/^m=(\S+) \d+/, 'm=$1 0')
      .replace(/^a=(ice-|fingerprint|setup|candidate|end-of|rtcp-mux|rtcp:)[^\r\n]*\r?\n/gm, '') + 'a=bundle-only\r\n';
  return head + first + others.map(bare).join('');
}

/** The answer in the order of what the library offered. */
export function unshape(sdp, offer) {
  if (offer !== 'data') return sdp;
  const [head, data, ...others] = sdp.split(/^(?=m=)/m);
  return head + others.join('') + data;
}

export class Refused extends Error {}

/** Sends an offer; the answer and where the session is to be deleted. */
export async function whep(url, offer) {
  const reply = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/sdp' }, body: offer });
  const text = await reply.text();
  if (reply.status !== 201) throw Object.assign(new Refused(text.trim()), { status: reply.status });
  return [text, new URL(reply.headers.get('location'), url)];
}

/** The RTP packet's marker, which ends a picture. */
export const marked = (packet) => (packet[1] & 0x80) !== 0;

/** Plays each cell by play(url, offer, expected, report, closers); prints a line for each. */
export async function each(play) {
  const [base, ...cells] = process.argv.slice(2);
  for (const cell of cells) {
    const [stream, offer, expected] = cell.split(':');
    const report = { cell, frames: 0, packets: 0 };
    const closers = [];
    try {
      await play(base + stream, offer, expected, report, closers);
    } catch (e) {
      report.error = String(e.message ?? e);
      if (e.status) report.status = e.status;
    }
    for (const close of closers.reverse()) {
      try {
        await close();
      } catch (e) {
        report.closing = String(e);
      }
    }
    process.stdout.write(JSON.stringify(report) + '\n');
  }
  process.exit(0);
}
