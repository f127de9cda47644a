import type { IceServers } from '../../../edge/protocol/room-messages.ts';
import type { Clock } from '../ports.ts';

/** Restarting a link and the calls it makes take a moment; credentials should outlast them. */
const reserveMs = 3 * 60_000;
/** Stale servers beat none: STUN takes no credentials, and the room may be away for long. */
const patienceMs = 3_000;

/** The room's ICE servers, renewed when somebody needs them and they are about to expire. */
export interface IceLease {
  renew(ice: IceServers): void;
  get(): Promise<IceServers>;
  close(): void;
}

export interface IceLeasePorts {
  readonly clock: Clock;
  readonly serverNow: () => number;
  readonly askForNew: () => void;
}

export function createIceLease({ clock, serverNow, askForNew }: IceLeasePorts): IceLease {
  let held: IceServers = { servers: [], expiresAt: null };
  let renewal: { readonly promise: Promise<IceServers>; readonly settle: () => void } | undefined;

  function expiresSoon(): boolean {
    return held.expiresAt !== null && held.expiresAt - serverNow() < reserveMs;
  }

  function beginRenewal(): Promise<IceServers> {
    const { promise, resolve } = Promise.withResolvers<IceServers>();
    const cancel = clock.after(patienceMs, settle);
    function settle(): void {
      cancel();
      renewal = undefined;
      resolve(held);
    }
    renewal = { promise, settle };
    askForNew();
    return promise;
  }

  return {
    renew(ice) {
      held = ice;
      renewal?.settle();
    },
    get: async () => renewal?.promise ?? (expiresSoon() ? beginRenewal() : held),
    close: () => renewal?.settle(),
  };
}
