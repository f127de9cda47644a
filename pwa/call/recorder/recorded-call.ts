import { computed, effect, type ReadonlySignal, signal, untracked } from '@preact/signals-core';
import type { MeetingId, SeatId } from '../../../edge/protocol/ids.ts';
import type { Layout } from '../../../edge/protocol/recording.ts';
import type { ClientMessage, Want } from '../../../edge/protocol/room-messages.ts';
import { createKeeper, type Keeper } from '../keys/keeper.ts';
import { makePageKeys } from '../keys/sealing.ts';
import type { CallPorts, Clock, Log, StartSfu } from '../ports.ts';
import { createReceivedMedia } from '../received/received-media.ts';
import type { RemoteMap } from '../received/remote-media.ts';
import { applyEvents, membersOf, type RoomView, viewOfJoined } from '../room-view.ts';
import type { Transport } from '../transport/transport.ts';
import { sameWants } from '../transport/wants.ts';
import { layoutInMetadata, type RecorderAddress } from './address.ts';
import { createRecorderSocket, type RecorderMessage } from './recorder-socket.ts';
import { recordedOnly, unwantedSounds, viewForKey } from './recorder-view.ts';

/** More feeds are too small to tell faces apart: beyond that, the latest speakers. */
export const mostRecorded = 50;
/** Of a call in which nobody shows anything, what is heard is recorded. */
const firstPictureMs = 2_000;
/** Without a key by then, somebody should be told why nothing is recorded. */
const keyPatienceMs = 10_000;
const mediaPatienceMs = 10_000;
const retryMs = 500;

/** A call as the recorder's page sees it, who is a guest that nobody sees. */
export interface RecordedCall {
  /** Null until the room has answered. */
  readonly room: ReadonlySignal<RoomView | null>;
  readonly remote: ReadonlySignal<RemoteMap>;
  readonly loudness: ReadonlySignal<ReadonlyMap<SeatId, number>>;
  readonly layout: ReadonlySignal<Layout>;
  serverOffsetMs(): number;
  want(wants: readonly Want[]): void;
  /** Somebody's first picture is on screen. */
  pictureShown(): void;
  /** Whoever is to be seen as the speaker now. */
  tellSpeaker(seat: SeatId): void;
  close(): void;
}

export interface RecordedCallPorts extends Pick<CallPorts, 'openSocket' | 'random'> {
  readonly clock: Clock;
  readonly log: Log;
  readonly address: RecorderAddress;
  readonly startSfu: StartSfu;
  /** What recorders wait for; each once. */
  say(line: 'START_RECORDING' | 'END_RECORDING'): void;
}

export async function openRecordedCall(ports: RecordedCallPorts): Promise<RecordedCall> {
  const { address, clock, log } = ports;
  const pageKeys = await makePageKeys();
  const room = signal<RoomView | null>(null);
  const layout = signal<Layout>(address.layout);
  const media = createReceivedMedia(room);
  const keeper = signal<Keeper | null>(null);
  const transport = signal<Transport | null>(null);
  const wants = signal<readonly Want[]>([]);
  let offsetMs = 0;
  let hasStarted = false;
  let isOver = false;
  const cancels: (() => void)[] = [];

  const socket = createRecorderSocket(
    { ...ports, ticket: address.ticket, publicKey: pageKeys.publicKey },
    { message: receive, ended: end },
  );

  function receive(message: RecorderMessage): void {
    switch (message.type) {
      case 'recorder-welcome':
        offsetMs = message.now - clock.now();
        return void keepKey(message.meeting);
      case 'joined':
        return follow(viewOfJoined(message));
      case 'events':
        if (room.value !== null) follow(applyEvents(room.value, message.events));
        return;
      case 'key-given':
        return keeper.value?.hear(message);
    }
  }

  function follow(view: RoomView): void {
    const before = room.value?.recording?.layout;
    room.value = view;
    if (view.recording === null) return end();
    // The media server tells of it as well, and may fail to.
    if (before !== undefined && view.recording.layout !== before) {
      layout.value = view.recording.layout;
    }
    void connect();
  }

  async function keepKey(meeting: MeetingId): Promise<void> {
    if (keeper.value !== null) return;
    keeper.value = await createKeeper({
      ...{ meeting, clock, log, pageKeys },
      link: undefined,
      // It asks for keys, and neither makes nor gives any.
      say(message) {
        if (message.type === 'ask-key') tell(message);
      },
    });
  }

  /** The key first: without it there is nothing that could be shown. */
  const keys = computed(() => (room.value?.encryption ? (keeper.value?.keys.value ?? null) : null));
  const isReady = computed(
    () =>
      transport.value !== null &&
      (room.value?.encryption === null || keeper.value?.status.value.kind === 'held'),
  );
  const isSettled = computed(() => room.value?.transport.kind !== 'moving');
  const hasPicture = signal(false);
  let isConnecting = false;

  async function connect(): Promise<void> {
    if (isConnecting) return;
    isConnecting = true;
    const deadline = clock.now() + mediaPatienceMs;
    while (!isOver && transport.value === null) {
      try {
        await until(() => room.value?.encryption === null || keeper.value !== null);
        const you = room.value?.you;
        if (you === undefined) return;
        transport.value = await ports.startSfu({
          ...{ self: you, keys, hurried: false, mostPictures: mostRecorded, inStep: true },
          server: { epoch: 0, ...address.server },
          events: media.events,
          lost: () => fail('no-media'),
          onMetadata(metadata) {
            layout.value = layoutInMetadata(metadata) ?? layout.value;
          },
        });
      } catch {
        if (clock.now() >= deadline) return fail('no-media');
        await new Promise<void>((resolve) => void clock.after(retryMs, resolve));
      }
    }
    if (isOver) transport.value?.close();
  }

  function until(isTrue: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = () => {
        if (isTrue()) resolve();
      };
      cancels.push(effect(look));
    });
  }

  function fail(why: 'no-key' | 'no-media'): void {
    if (isOver) return;
    tell({ type: 'recorder-page', report: { kind: 'failed', why } });
    log('recorder-failed', { why });
    end();
  }

  function tell(message: ClientMessage): void {
    socket.send(message);
  }

  function start(): void {
    if (hasStarted || isOver) return;
    hasStarted = true;
    ports.say('START_RECORDING');
  }

  function end(): void {
    if (isOver) return;
    isOver = true;
    // The pictures stay until the recorder closes the page: a film does not end in the dark.
    socket.close();
    ports.say('END_RECORDING');
  }

  function close(): void {
    isOver = true;
    for (const cancel of cancels) cancel();
    socket.close();
    keeper.value?.close();
    transport.value?.close();
  }

  cancels.push(
    effect(() => {
      const { value: view } = room;
      const { value: keeping } = keeper;
      if (view !== null && keeping !== null) {
        untracked(() => keeping.follow(viewForKey(view, pageKeys.publicKey)));
      }
    }),
    effect(() => {
      const { value: running } = transport;
      const { value: view } = room;
      if (running === null || view === null) return;
      const wanted = [...wants.value, ...unwantedSounds(view.people.values())];
      untracked(() => {
        running.setPeople(membersOf(view), view.settings);
        running.want(wanted);
      });
    }),
    effect(() => {
      // While the call moves to the media server only some of them are here.
      if (isReady.value && !isSettled.value) return;
      if (isReady.value && hasPicture.value) return start();
      if (isReady.value) return clock.after(firstPictureMs, start);
      return clock.after(keyPatienceMs + mediaPatienceMs, () => {
        if (!hasStarted) fail(transport.value === null ? 'no-media' : 'no-key');
      });
    }),
  );

  return {
    room,
    remote: computed(() =>
      room.value === null ? new Map() : recordedOnly(media.remote.value, room.value),
    ),
    loudness: computed(() =>
      room.value === null ? new Map() : recordedOnly(media.loudness.value, room.value),
    ),
    layout,
    serverOffsetMs: () => offsetMs,
    want(next) {
      if (!sameWants(next, wants.value)) wants.value = next;
    },
    pictureShown() {
      hasPicture.value = true;
    },
    tellSpeaker: (seat) => tell({ type: 'recorder-page', report: { kind: 'speaker', seat } }),
    close,
  };
}
