import type { MediaConnection } from 'peerjs';
import type { Source } from '../../../edge/protocol/people.ts';
import type { Clock } from '../ports.ts';
import type { SoundEncoding, VideoEncoding } from './encodings.ts';
import {
  kindOf,
  nameLines,
  orderedSources,
  type SoundSource,
  type VideoSource,
} from './m-lines.ts';
import { createSenderTuner, type SenderTuner } from './sender-tuner.ts';

const freshMs = 800;

export interface LegHandlers {
  /** The offer or answer is on its way: now is the time for everything that could wait. */
  sent(): void;
  /** The state of ICE and DTLS together. */
  changed(state: RTCPeerConnectionState): void;
  /** It has carried media for a moment and need not be spared any more. */
  settled(): void;
  /** The way it takes may have changed. */
  rerouted(): void;
  /** The other end closed it. */
  closed(): void;
}

/** One MediaConnection. A link has one, and for the moment of a re-dial two. */
export interface Leg {
  readonly id: string;
  readonly pc: RTCPeerConnection;
  /** Until `settled`. */
  isFresh(): boolean;
  /** Undefined until `sent`: a tile that is made earlier holds the offer up. */
  receiver(source: Source): RTCRtpReceiver | undefined;
  send(source: Source, track: MediaStreamTrack | null): void;
  tune(source: VideoSource, encoding: VideoEncoding): void;
  tune(source: SoundSource, encoding: SoundEncoding): void;
  sourceOfMid(): ReadonlyMap<string, Source>;
  close(): void;
}

/** `connection` has just been called or answered, so that its sections and connection exist. */
export function createLeg(connection: MediaConnection, clock: Clock, on: LegHandlers): Leg {
  const pc = connection.peerConnection;
  const lines = nameLines(pc.getTransceivers());
  const tuners = new Map<Source, SenderTuner>();
  for (const source of orderedSources) {
    const line = lines.get(source);
    const initially = kindOf(source) === 'audio' ? { active: true } : undefined;
    if (line) tuners.set(source, createSenderTuner(line.sender, initially));
  }

  // PeerJS's own handler closes the link when ICE fails and stops sending candidates once it is
  // complete; both would be the end of restarts.
  pc.oniceconnectionstatechange = null;
  let isFresh = true;
  let cancelFresh = () => {};
  function changed(): void {
    if (pc.connectionState === 'connected' && isFresh) {
      cancelFresh();
      cancelFresh = clock.after(freshMs, () => {
        isFresh = false;
        on.settled();
      });
    }
    on.changed(pc.connectionState);
  }
  pc.addEventListener('connectionstatechange', changed);

  let route: RTCIceTransport | undefined;
  function watchRoute(): void {
    const transport = lines.get('microphone')?.receiver.transport?.iceTransport;
    if (transport === route) return;
    route?.removeEventListener?.('selectedcandidatepairchange', on.rerouted);
    route = transport;
    // Firefox has the object without the event.
    route?.addEventListener?.('selectedcandidatepairchange', on.rerouted);
  }
  pc.addEventListener('signalingstatechange', watchRoute);

  let isSent = false;
  let cancelSent = () => {};
  function described(): void {
    // An answerer passes through `have-remote-offer`. PeerJS sends in a microtask after this event.
    if (pc.signalingState === 'have-remote-offer') return;
    pc.removeEventListener('signalingstatechange', described);
    cancelSent = clock.after(0, () => {
      isSent = true;
      on.sent();
    });
  }
  pc.addEventListener('signalingstatechange', described);
  connection.on('close', on.closed);

  return {
    id: connection.connectionId,
    pc,
    isFresh: () => isFresh,
    receiver: (source) => (isSent ? lines.get(source)?.receiver : undefined),
    send(source, track) {
      // Only a closed connection refuses: kinds match, and every section was negotiated as two-way.
      void lines
        .get(source)
        ?.sender.replaceTrack(track)
        .catch(() => undefined);
    },
    tune(source: Source, encoding: VideoEncoding | SoundEncoding) {
      if (isSent) tuners.get(source)?.apply(encoding);
    },
    sourceOfMid: () =>
      new Map([...lines].flatMap(([source, { mid }]) => (mid === null ? [] : [[mid, source]]))),
    close() {
      cancelSent();
      cancelFresh();
      connection.removeAllListeners();
      pc.removeEventListener('connectionstatechange', changed);
      pc.removeEventListener('signalingstatechange', watchRoute);
      pc.removeEventListener('signalingstatechange', described);
      route?.removeEventListener?.('selectedcandidatepairchange', on.rerouted);
      connection.close();
      pc.close();
    },
  };
}
