import { computed, type ReadonlySignal, signal } from '@preact/signals-core';
import * as v from 'valibot';
import type { Command } from '../../edge/protocol/commands.ts';
import type { ErrorCode } from '../../edge/protocol/errors.ts';
import type { SeatId } from '../../edge/protocol/ids.ts';
import { PersonName, type Source } from '../../edge/protocol/people.ts';
import type { Consent, RecordingEnd, RecordingLink } from '../../edge/protocol/recording.ts';
import type { Want } from '../../edge/protocol/room-messages.ts';
import type { LocalMedia } from './capture/local-media.ts';
import { createHandover } from './handover/handover.ts';
import { createKeyDesk, type KeyDesk } from './keys/key-desk.ts';
import { turnOff, watchLocal } from './local-watch.ts';
import { type CallEffect, type CallInput, newCall, type Page, roomOf } from './model/call-model.ts';
import { reduceCall } from './model/call-reducer.ts';
import type { CallState, EndReason } from './model/call-state.ts';
import { helloOf } from './model/hello.ts';
import type { CallPorts } from './ports.ts';
import { createReceivedMedia } from './received/received-media.ts';
import type { RemoteMap } from './received/remote-media.ts';
import { createIceLease } from './room-line/ice-lease.ts';
import { createRoomSocket } from './room-line/room-socket.ts';
import type { LineStats, LinkStats, MeshPort } from './transport/transport.ts';

export type { RemoteMedia } from './received/remote-media.ts';

/** Passing news for the person, shown once; a screen finds words for each. */
export type CallNotice =
  | { readonly kind: 'silenced'; readonly sources: readonly Source[]; readonly by: string }
  | { readonly kind: 'refused'; readonly code: ErrorCode }
  /** A host took the right to them away while they were on. */
  | { readonly kind: 'withdrawn'; readonly sources: readonly Source[] }
  | { readonly kind: 'recording-ended'; readonly reason: RecordingEnd }
  | { readonly kind: 'recording-link'; readonly link: RecordingLink };

/** One meeting, from the lobby to its end. Everything readable is a signal. */
export interface Call {
  readonly state: ReadonlySignal<CallState>;
  readonly remote: ReadonlySignal<RemoteMap>;
  readonly loudness: ReadonlySignal<ReadonlyMap<SeatId, number>>;
  readonly privacy: KeyDesk['privacy'];
  readonly notices: ReadonlySignal<readonly CallNotice[]>;
  readonly local: LocalMedia;
  /** `consent`: whether they let themselves be recorded, when they have been asked. */
  join(name: string, consent?: Consent): void;
  /** Sent at once, or as soon as the room answers again; rejects with a CallError when the room refuses. */
  send(command: Command): Promise<void>;
  want(wants: readonly Want[]): void;
  dismissNotice(notice: CallNotice): void;
  leave(): void;
  stats(): Promise<readonly LinkStats[]>;
  /** For people to read to each other; null while there is no key. */
  verificationCode(): Promise<string | null>;
  lines(): Promise<readonly LineStats[]>;
  /** Says that the mesh is more than this machine, or its line, can carry, or whom it leads to in vain. */
  tellTooMuch(unreached: readonly SeatId[]): void;
  /** Somebody is about to do what moves the call. */
  prepareMove(): void;
  /** Milliseconds to add to this machine's clock to get the server's. */
  serverOffsetMs(): number;
  close(): void;
}

/** Connects at once: the lobby is where everything warms up. */
export function createCall(ports: CallPorts): Call {
  const { meeting, local, seats, clock, lifecycle } = ports;
  const state = signal<CallState>(newCall.call);
  const notices = signal<readonly CallNotice[]>([]);
  const room = computed(() => roomOf(state.value));
  const media = createReceivedMedia(room);
  const keys = createKeyDesk({
    room,
    log: ports.log,
    load: () =>
      ports.transports.startKeeper({
        ...{ meeting, clock, log: ports.log },
        link: seats.read(meeting).mediaKey,
        say: (message) => socket.send(message),
      }),
  });
  const transport = createHandover({
    ...ports,
    events: media.events,
    startSfu(options) {
      keys.prepare();
      return ports.transports.sfu({ ...options, keys: keys.keys });
    },
    say: (epoch, step) => socket.send({ type: 'move', epoch, step }),
    askForServer: () => socket.send({ type: 'refresh-ice' }),
  });
  const inputs: CallInput[] = [];
  let model = newCall;
  let dispatching = false;

  const socket = createRoomSocket(ports, {
    hello: () => helloOf(model, seats.read(meeting), ports.transports.canEncrypt),
    message: (message) => dispatch({ type: 'message', message }),
    lost: () => dispatch({ type: 'socket-lost', at: clock.now() }),
    ended: (reason) => dispatch({ type: 'socket-ended', reason }),
  });
  const ice = createIceLease({
    clock,
    serverNow: () => clock.now() + socket.serverOffsetMs(),
    askForNew: () => socket.send({ type: 'refresh-ice' }),
  });
  dispatch({ type: 'open' });
  const stopWatching = watchLocal(local, state, transport, (sources) =>
    dispatch({ type: 'sending', sources }),
  );
  const unsubscribe = lifecycle.subscribe(() => {
    socket.recover();
    transport.recover();
  });

  /** An effect may lead to the next input (a source turned off, say): that one waits its turn. */
  function dispatch(input: CallInput): void {
    inputs.push(input);
    if (dispatching) return;
    dispatching = true;
    try {
      for (let next = inputs.shift(); next !== undefined; next = inputs.shift()) {
        const step = reduceCall(model, next);
        model = step.model;
        state.value = model.call;
        step.effects.forEach(run);
      }
    } finally {
      dispatching = false;
    }
  }

  function run(effect: CallEffect): void {
    switch (effect.type) {
      case 'remember-seat':
        return seats.remember(meeting, { seat: effect.seat });
      case 'forget-tokens':
        return seats.forgetTokens(meeting);
      case 'send':
        return socket.send(effect.message);
      case 'state-sources':
        return stateSources(effect.sources);
      case 'renew-ice':
        return ice.renew(effect.ice);
      case 'start-transport':
        return startTransport(effect.page);
      case 'stop-transport':
        transport.stop();
        return media.forgetAll();
      case 'move-transport':
        return transport.follow(effect.transport);
      case 'preload-sfu':
        keys.prepare();
        return ports.transports.preloadSfu();
      case 'know-server':
        return transport.mediaServer(effect.server);
      case 'take-turn':
        return transport.yourTurn(effect.epoch);
      case 'recover-transport':
        return transport.recover();
      case 'set-people':
        return transport.setPeople(effect.people, effect.settings);
      case 'forget-media':
        return media.forget(effect.seats);
      case 'want':
        return transport.want(effect.wants);
      case 'relay-signal':
        return transport.signal(effect.from, effect.signal);
      case 'relay-wanted':
        return transport.wanted(effect.from, effect.wants);
      case 'relay-key':
        return keys.hear(effect.news);
      case 'silence':
        return turnOff(local, effect.sources);
      case 'notice':
        notices.value = [...notices.value, effect.notice];
        return;
      case 'say-goodbye':
        return socket.leave();
      case 'close-everything':
        return closeEverything(effect.reason);
    }
  }

  function stateSources(sources: readonly Source[]): void {
    const answered = (): void => dispatch({ type: 'stated', sources });
    socket.command({ type: 'publish', sources: [...sources] }).then(answered, answered);
  }

  function startTransport({ seat, peer }: Page): void {
    const port: MeshPort = {
      self: { seat: seat.id, peer: peer.id },
      sendSignal: (to, signal) => socket.send({ type: 'signal', to, signal }),
      sendWants: socket.want,
      iceServers: ice.get,
    };
    transport.start({
      seat: seat.id,
      startMesh: async (events) =>
        ports.transports.mesh({
          meeting,
          ticket: peer.ticket,
          ice: await ice.get(),
          events,
          port,
        }),
    });
  }

  function closeEverything(reason: EndReason): void {
    stopWatching();
    unsubscribe();
    socket.close(reason);
    transport.close();
    keys.close();
    ice.close();
    media.forgetAll();
    local.close();
  }

  function leave(): void {
    dispatch({ type: 'leave' });
  }

  return {
    state,
    remote: media.remote,
    loudness: media.loudness,
    privacy: keys.privacy,
    verificationCode: keys.code,
    notices,
    local,
    join: (name, consent) => dispatch({ type: 'join', name: v.parse(PersonName, name), consent }),
    async send(command) {
      if (command.type === 'leave') return leave();
      if (command.type !== 'end') return socket.command(command);
      dispatch({ type: 'ends-for-all', on: true });
      return socket.command(command).catch((error: unknown) => {
        dispatch({ type: 'ends-for-all', on: false });
        throw error;
      });
    },
    want: (wants) => dispatch({ type: 'want', wants }),
    dismissNotice(notice) {
      notices.value = notices.value.filter((other) => other !== notice);
    },
    leave,
    stats: transport.stats,
    lines: transport.lines,
    tellTooMuch: (unreached) => dispatch({ type: 'too-much', unreached }),
    prepareMove: () => run({ type: 'preload-sfu' }),
    serverOffsetMs: socket.serverOffsetMs,
    close: () => dispatch({ type: 'close' }),
  };
}
