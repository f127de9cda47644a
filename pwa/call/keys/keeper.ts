import { computed, type ReadonlySignal, signal } from '@preact/signals-core';
import type { PublicKey, SealedKey } from '../../../edge/protocol/encryption.ts';
import type { MeetingId, SeatId } from '../../../edge/protocol/ids.ts';
import type { MediaKey } from '../../../edge/protocol/links.ts';
import type { ClientMessage, ServerMessage } from '../../../edge/protocol/room-messages.ts';
import type { Clock, Log } from '../ports.ts';
import { membersOf, type RoomView } from '../room-view.ts';
import { giversOf } from './givers.ts';
import { createKeyRing, type FrameKeys } from './key-ring.ts';
import { type MediaSecret, makeSecret, secretOfLink } from './media-secret.ts';
import { makePageKeys, open, type PageKeys, seal } from './sealing.ts';
import {
  afterAsking,
  afterRound,
  answerMs,
  type Need,
  needAt,
  nextStep,
  type Situation,
  type Step,
} from './steps.ts';
import { verificationCode } from './verification-code.ts';

/** What the room relays between those who keep the key. */
export type KeyNews = Extract<ServerMessage, { type: 'key-asked' | 'key-given' }>;

export type KeyStatus =
  | { readonly kind: 'held'; readonly generation: number }
  /** `giver`: whose browser is about to hand it over; null when there is nobody to ask. */
  | { readonly kind: 'waiting'; readonly giver: SeatId | null };

/** Has the media key of a call, or sees to it that it gets it; passes it on to whoever needs it. */
export interface Keeper {
  readonly status: ReadonlySignal<KeyStatus>;
  readonly keys: ReadonlySignal<FrameKeys>;
  follow(room: RoomView): void;
  hear(news: KeyNews): void;
  /** For people to read to each other; null without a key. */
  code(): Promise<string | null>;
  close(): void;
}

export interface KeeperPorts {
  readonly meeting: MeetingId;
  /** From the link's fragment, if there was one. */
  readonly link: MediaKey | undefined;
  /** Made before, by whoever had to name the public one already. */
  readonly pageKeys?: PageKeys;
  readonly clock: Clock;
  readonly log: Log;
  say(message: ClientMessage): void;
}

interface Secret {
  readonly generation: number;
  readonly bytes: MediaSecret;
}

/** The recorder is in nobody's roster, and needs the key all the same: everybody has been told. */
function publicKeyOf({ people, recording }: RoomView, seat: SeatId): PublicKey | undefined {
  const recorder = recording?.recorder;
  return recorder?.seat === seat ? recorder.publicKey : people.get(seat)?.publicKey;
}

export async function createKeeper(ports: KeeperPorts): Promise<Keeper> {
  const { meeting, link, clock, log, say } = ports;
  const pageKeys = ports.pageKeys ?? (await makePageKeys());
  const linkSecret = link && (await secretOfLink(link, meeting));
  const ring = createKeyRing(clock);
  const room = signal<RoomView | null>(null);
  const need = signal<Need | null>(null);
  let held: Secret | null = null;
  /** Ours for a generation that has none, until the room has said whose key holds. */
  let made: Secret | null = null;
  const answeredAt = new Map<SeatId, number>();
  let introducedAt: number | null = null;
  let offeredAt: number | null = null;
  let cancelLook = (): void => {};
  let isOpen = true;

  /** Does what is to be done now, and looks again when something may have come of it. */
  function settle(): void {
    cancelLook();
    const view = room.value;
    if (!isOpen || !view?.encryption) return;
    const now = clock.now();
    const { you, encryption } = view;
    const current = needAt(now, encryption, need.value);
    need.value = held?.generation === encryption.generation ? null : current;
    const situation: Situation = {
      ...{ now, you, encryption, need: current, introducedAt, offeredAt },
      members: membersOf(view),
      publicKey: pageKeys.publicKey,
      held: held?.generation ?? null,
      hasLink: linkSecret !== undefined,
      made: made?.generation ?? null,
    };
    run(nextStep(situation), view, situation);
  }

  function run(step: Step, view: RoomView, situation: Situation): void {
    const { now, need: current } = situation;
    const { generation } = current;
    switch (step.kind) {
      case 'rest':
        return;
      case 'wait':
        cancelLook = clock.after(step.ms, settle);
        return;
      case 'introduce':
        introducedAt = now;
        say({ type: 'public-key', key: pageKeys.publicKey });
        return settle();
      case 'take-link':
        if (linkSecret) take({ generation, bytes: linkSecret });
        return settle();
      case 'take-made':
        if (made) take(made);
        return;
      case 'make':
        offeredAt = now;
        void offer(view, generation);
        return settle();
      case 'ask':
        need.value = afterAsking(current, step.to, situation);
        say({ type: 'ask-key', to: step.to });
        return settle();
      case 'next-round':
        need.value = afterRound(current, now);
        if (step.isLost) say({ type: 'key-lost', generation });
        return settle();
    }
  }

  function take(secret: Secret): void {
    held = secret;
    made = null;
    offeredAt = null;
    void ring.take(secret.generation, secret.bytes);
  }

  async function offer(view: RoomView, generation: number): Promise<void> {
    const secret = made?.generation === generation ? made : { generation, bytes: makeSecret() };
    made = secret;
    const others = membersOf(view).filter(({ seat }) => seat !== view.you);
    const recorder = view.recording?.recorder;
    const keys = await Promise.all(
      [...others, ...(recorder ? [recorder] : [])].map(({ seat, publicKey }) =>
        sealFor(seat, publicKey, view.you, secret),
      ),
    );
    say({ type: 'make-key', generation, keys: keys.filter((key) => key !== null) });
  }

  async function sealFor(
    to: SeatId,
    theirs: PublicKey | undefined,
    from: SeatId,
    { generation, bytes }: Secret,
  ) {
    if (theirs === undefined) return null;
    try {
      const purpose = { meeting, generation, from, to };
      return { to, key: await seal(bytes, pageKeys, theirs, purpose) };
    } catch {
      // What they said is no point of the curve.
      return null;
    }
  }

  async function answer(from: SeatId): Promise<void> {
    const view = room.value;
    const theirs = view && publicKeyOf(view, from);
    if (!view || !theirs || held === null) return;
    // Whoever asks on and on would use up what we may say.
    const now = clock.now();
    if (now - (answeredAt.get(from) ?? -answerMs) < answerMs) return;
    answeredAt.set(from, now);
    const { generation } = held;
    if (view.encryption?.generation !== generation) return;
    const key = await sealFor(from, theirs, view.you, held);
    if (key !== null) say({ type: 'give-key', generation, keys: [key] });
  }

  /** Only from whom it is due: anybody else would choose what we are heard with. */
  function isDue(from: SeatId, generation: number): boolean {
    const encryption = room.value?.encryption;
    if (encryption?.generation !== generation || held?.generation === generation) return false;
    return encryption.maker === from || need.value?.asked.has(from) === true;
  }

  async function receive(from: SeatId, generation: number, key: SealedKey): Promise<void> {
    const view = room.value;
    const theirs = view?.people.get(from)?.publicKey;
    if (!view || theirs === undefined || !isDue(from, generation)) return;
    try {
      const purpose = { meeting, generation, from, to: view.you };
      const bytes = await open(key, pageKeys, theirs, purpose);
      // Two may have answered, and the room may have moved on.
      if (!isDue(from, generation)) return;
      take({ generation, bytes });
      settle();
    } catch {
      log('key-refused', { generation });
    }
  }

  const status = computed<KeyStatus>(() => {
    const { sealing } = ring.keys.value;
    if (sealing !== null) return { kind: 'held', generation: sealing };
    const view = room.value;
    const others = view ? giversOf(membersOf(view)).filter((seat) => seat !== view.you) : [];
    const asked = [...(need.value?.asked ?? [])].at(-1);
    return { kind: 'waiting', giver: asked ?? others[0] ?? null };
  });

  return {
    status,
    keys: ring.keys,
    follow(next) {
      const before = room.value;
      room.value = next;
      if (before?.people !== next.people || before.encryption !== next.encryption) settle();
    },
    hear(news) {
      void (news.type === 'key-asked'
        ? answer(news.from)
        : receive(news.from, news.generation, news.key));
    },
    async code() {
      const view = room.value;
      if (!view || held === null || view.encryption?.generation !== held.generation) return null;
      return verificationCode(meeting, held.generation, held.bytes, membersOf(view));
    },
    close() {
      isOpen = false;
      cancelLook();
      ring.close();
    },
  };
}
