// SPDX-License-Identifier: Apache-2.0
// Notes when the first packet of media arrived at the latest connection of the page, in `firstPacket`, as performance.now().
(() => {
  const Native = globalThis.RTCPeerConnection;
  const arrived = (stat) => stat.type === 'inbound-rtp' && stat.packetsReceived > 0;
  const look = async (pc) => {
    while (pc.signalingState !== 'closed') {
      const at = (stat) => (stat.lastPacketReceivedTimestamp ?? Infinity) - performance.timeOrigin;
      const first = [...(await pc.getStats()).values()].filter(arrived).map(at);
      if (first.length) {
        globalThis.firstPacket = Math.min(performance.now(), ...first);
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, 8));
    }
  };
  globalThis.RTCPeerConnection = class extends Native {
    constructor(...words) {
      super(...words);
      this.addEventListener('track', () => look(this), { once: true });
    }
  };
})();
