/** Each of these runs in a page before its own code, and changes the browser, not the product. */

/** A network that lets nothing through but the TURN server, over this transport. */
export function relayOnly(via: 'udp' | 'tcp'): void {
  const relayed = (config?: RTCConfiguration): RTCConfiguration => ({
    ...config,
    iceServers: (config?.iceServers ?? []).flatMap((server) => {
      const urls = [server.urls].flat().filter((url) => url.endsWith(`?transport=${via}`));
      return urls.length === 0 ? [] : [{ ...server, urls }];
    }),
    iceTransportPolicy: 'relay',
  });
  window.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(config?: RTCConfiguration) {
      super(relayed(config));
    }
    override setConfiguration(config?: RTCConfiguration): void {
      super.setConfiguration(relayed(config));
    }
  };
}

/** A manipulated client: its tracks cannot be silenced, stopped or taken off the wire. */
export function sendWhateverHappens(): void {
  const { replaceTrack } = RTCRtpSender.prototype;
  RTCRtpSender.prototype.replaceTrack = async function (track) {
    if (track !== null && this.track?.readyState !== 'live') await replaceTrack.call(this, track);
  };
  MediaStreamTrack.prototype.stop = () => {};
  Object.defineProperty(MediaStreamTrack.prototype, 'enabled', { get: () => true, set: () => {} });
}

/** A phone's browser. */
export function withoutScreenCapture(): void {
  // An empty page, which Chromium opens first, is no secure one, and has no devices.
  if (!('MediaDevices' in window)) return;
  Reflect.deleteProperty(MediaDevices.prototype, 'getDisplayMedia');
}

/** A browser from before frames could be sealed between the encoder and the network. */
export function withoutFrameSealing(): void {
  Reflect.deleteProperty(window, 'RTCRtpScriptTransform');
  Reflect.deleteProperty(RTCRtpSender.prototype, 'createEncodedStreams');
}

declare global {
  interface Window {
    chimeNotes: number;
  }
}

/** Counts the notes of chimes: devices of tests and probes begin in another way. */
export function countChimes(): void {
  window.chimeNotes = 0;
  const start = OscillatorNode.prototype.start;
  OscillatorNode.prototype.start = function (when?: number) {
    // The microphones of tests begin at once, and go on.
    if (when !== undefined) window.chimeNotes += 1;
    return start.call(this, when);
  };
}
