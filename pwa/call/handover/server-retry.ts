import type { SeatId } from '../../../edge/protocol/ids.ts';
import type { MediaServer } from '../../../edge/protocol/room-messages.ts';
import type { Clock, SfuOptions } from '../ports.ts';
import type { Transport } from '../transport/transport.ts';
import type { Starter } from '../transport/transport-slot.ts';

/** For the room's answer, which brings a fresh token or another server. */
const answerMs = 500;
/** So often in a row an attempt at a lost server is a hurried one. */
const hurriedAttempts = 8;

export interface ServerWayPorts {
  readonly clock: Clock;
  startSfu(options: Omit<SfuOptions, 'keys'>): Promise<Transport>;
  /** An attempt has let nobody in. */
  failed(): void;
  /** The server that carried media has gone. */
  lost(): void;
  /** It is time for another attempt. */
  retry(): void;
}

/** Which media server there is, and how it is tried again when it is lost. */
export interface ServerWay {
  isKnown(): boolean;
  hear(server: MediaServer): void;
  /** For a seat of this page. */
  starterFor(self: SeatId): Starter;
  /** Nothing goes over it any more: what was lost does not matter. */
  rest(): void;
  forget(): void;
}

export function createServerWay({ clock, startSfu, failed, lost, retry }: ServerWayPorts) {
  let server: MediaServer | null = null;
  /** Attempts since it was lost; null while it is not. */
  let attempts: number | null = null;
  let cancelRetry: (() => void) | null = null;

  function retryNow(): void {
    stopWaiting();
    retry();
  }

  function stopWaiting(): void {
    cancelRetry?.();
    cancelRetry = null;
  }

  const way: ServerWay = {
    isKnown: () => server !== null,
    hear(next) {
      if (server !== null && next.epoch < server.epoch) return;
      const isOther = server?.url !== next.url;
      server = next;
      if (isOther || cancelRetry !== null) retryNow();
    },
    starterFor: (self) => async (events) => {
      if (server === null) throw new Error('no media server is known');
      const hurried = attempts !== null && attempts < hurriedAttempts;
      try {
        const running = await startSfu({
          ...{ self, server, events, hurried },
          lost() {
            attempts = 0;
            cancelRetry = clock.after(answerMs, retryNow);
            lost();
          },
        });
        attempts = null;
        return running;
      } catch (error) {
        if (attempts !== null) attempts += 1;
        failed();
        throw error;
      }
    },
    rest() {
      attempts = null;
      stopWaiting();
    },
    forget() {
      way.rest();
      server = null;
    },
  };
  return way;
}
