import * as v from 'valibot';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { EncryptionState, PublicKey } from '../../../../edge/protocol/encryption.ts';
import type { SeatId } from '../../../../edge/protocol/ids.ts';
import { MediaKey } from '../../../../edge/protocol/links.ts';
import type { ClientMessage } from '../../../../edge/protocol/room-messages.ts';
import { createKeeper, type Keeper } from '../../../../pwa/call/keys/keeper.ts';
import { switchAfterMs } from '../../../../pwa/call/keys/key-ring.ts';
import { makePageKeys } from '../../../../pwa/call/keys/sealing.ts';
import { answerMs, unaskedMs } from '../../../../pwa/call/keys/steps.ts';
import type { RoomView } from '../../../../pwa/call/room-view.ts';
import { createFakeClock } from '../fakes/clock.ts';
import { ada, bob, meeting, person, recordingState, seatId, settings, you } from '../fakes/room.ts';

const link = v.parse(MediaKey, 'AAECAwQFBgcICQoLDA0ODw');
const eve = seatId('eve');

/** A room that relays as the real one does, among keepers that are real. */
function createKeyRoom() {
  const clock = createFakeClock();
  const keepers = new Map<SeatId, Keeper>();
  const publicKeys = new Map<SeatId, PublicKey>();
  const said: [from: SeatId, message: ClientMessage][] = [];
  const deaf = new Set<SeatId>();
  let encryption: EncryptionState = { generation: 0, maker: null };

  function viewOf(seat: SeatId): RoomView {
    const people = [...keepers.keys()].map((each, index) => {
      const publicKey = publicKeys.get(each);
      return [each, person(each, { joinedAt: index, ...(publicKey && { publicKey }) })] as const;
    });
    const transport = { kind: 'sfu', epoch: 2 } as const;
    const about = {
      seq: 1,
      settings,
      removed: new Set<SeatId>(),
      chat: [],
      transport,
      encryption,
      recording: null,
    };
    return { ...about, you: seat, people: new Map(people) };
  }

  function tellAll(): void {
    for (const [seat, keeper] of keepers) keeper.follow(viewOf(seat));
  }

  function take(from: SeatId, message: ClientMessage): void {
    said.push([from, message]);
    switch (message.type) {
      case 'public-key':
        publicKeys.set(from, message.key);
        return tellAll();
      case 'ask-key':
        if (!deaf.has(message.to)) keepers.get(message.to)?.hear({ type: 'key-asked', from });
        return;
      case 'make-key':
        if (encryption.maker !== null) return;
        encryption = { generation: message.generation, maker: from };
        tellAll();
        return give(from, message);
      case 'give-key':
        return give(from, message);
      case 'key-lost':
        return raise();
    }
  }

  function give(from: SeatId, message: Extract<ClientMessage, { type: 'give-key' | 'make-key' }>) {
    const { generation } = message;
    for (const { to, key } of message.keys) {
      if (!deaf.has(to)) keepers.get(to)?.hear({ type: 'key-given', from, generation, key });
    }
  }

  function raise(): void {
    encryption = { generation: encryption.generation + 1, maker: null };
    tellAll();
  }

  return {
    ...{ clock, said, deaf, raise },
    async enter(seat: SeatId, media?: MediaKey): Promise<Keeper> {
      const say = (message: ClientMessage) => queueMicrotask(() => take(seat, message));
      const keeper = await createKeeper({ meeting, link: media, clock, log: () => {}, say });
      keepers.set(seat, keeper);
      tellAll();
      return keeper;
    },
    remove(seat: SeatId): void {
      keepers.get(seat)?.close();
      keepers.delete(seat);
      raise();
    },
    close(): void {
      for (const keeper of keepers.values()) keeper.close();
    },
  };
}

type KeyRoom = ReturnType<typeof createKeyRoom>;
let room: KeyRoom | undefined;
afterEach(() => room?.close());

function newRoom(): KeyRoom {
  room = createKeyRoom();
  return room;
}

async function expectHeld(keeper: Keeper, generation: number): Promise<void> {
  await vi.waitFor(() => expect(keeper.keys.value.opening.has(generation)).toBe(true));
}

async function expectSameCode(...keepers: readonly Keeper[]): Promise<void> {
  await vi.waitFor(async () => {
    const codes = await Promise.all(keepers.map((keeper) => keeper.code()));
    expect(codes[0]).toMatch(/^\d/);
    expect(new Set(codes).size).toBe(1);
  });
}

describe('a media key', () => {
  test('comes with the link, and nobody is asked', async () => {
    const room = newRoom();
    const [a, b] = [await room.enter(ada, link), await room.enter(bob, link)];
    await expectHeld(a, 0);
    await expectHeld(b, 0);
    await expectSameCode(a, b);
    expect(room.said.map(([, { type }]) => type)).toEqual(['public-key', 'public-key']);
  });

  test('is handed to who came by the id alone', async () => {
    const room = newRoom();
    const a = await room.enter(ada, link);
    await expectHeld(a, 0);
    const b = await room.enter(bob);
    await expectHeld(b, 0);
    await expectSameCode(a, b);
  });

  test('is asked of the next one when the first does not answer', async () => {
    const room = newRoom();
    const a = await room.enter(ada, link);
    const b = await room.enter(bob, link);
    await expectHeld(a, 0);
    await expectHeld(b, 0);
    room.deaf.add(ada);
    const y = await room.enter(you);
    await vi.waitFor(() => expect(y.status.value).toEqual({ kind: 'waiting', giver: ada }));
    await vi.waitFor(() => expect(room.said.at(-1)?.[1]).toEqual({ type: 'ask-key', to: ada }));
    room.clock.advance(answerMs);
    await expectHeld(y, 0);
  });

  test('is made anew when nobody has it', async () => {
    const room = newRoom();
    const a = await room.enter(ada);
    await expectHeld(a, 1);
    expect(a.status.value).toEqual({ kind: 'held', generation: 1 });
    const b = await room.enter(bob);
    await expectHeld(b, 1);
    await expectSameCode(a, b);
  });

  test('of another link makes another code', async () => {
    const room = newRoom();
    const a = await room.enter(ada, link);
    const b = await room.enter(bob, v.parse(MediaKey, 'BBECAwQFBgcICQoLDA0ODw'));
    await expectHeld(a, 0);
    await expectHeld(b, 0);
    expect(await a.code()).not.toBe(await b.code());
  });
});

describe('a recorder, which is in nobody’s roster', () => {
  const ghost = seatId('ghost');

  test('is given the key when it asks, and a new one unasked', async () => {
    const clock = createFakeClock();
    const { publicKey } = await makePageKeys();
    const said: ClientMessage[] = [];
    const say = (message: ClientMessage) => void said.push(message);
    const keeper = await createKeeper({ meeting, link, clock, log: () => {}, say });
    const view = (generation: number, shown?: PublicKey): RoomView => ({
      ...{
        seq: 1,
        you: ada,
        settings,
        removed: new Set<SeatId>(),
        chat: [],
        transport: { kind: 'sfu', epoch: 2 },
      },
      people: new Map([[ada, person(ada, shown && { publicKey: shown })]]),
      encryption: { generation, maker: null },
      recording: recordingState({ recorder: { seat: ghost, publicKey } }),
    });
    keeper.follow(view(0));
    await expectHeld(keeper, 0);
    keeper.hear({ type: 'key-asked', from: ghost });
    await vi.waitFor(() => expect(given('give-key')).toEqual([ghost]));

    const [introduction] = said;
    keeper.follow(view(1, introduction?.type === 'public-key' ? introduction.key : undefined));
    await vi.waitFor(() => expect(given('make-key')).toEqual([ghost]));
    keeper.close();

    function given(type: 'give-key' | 'make-key') {
      return said.flatMap((message) =>
        message.type === type ? message.keys.map(({ to }) => to) : [],
      );
    }
  });
});

describe('when somebody is removed', () => {
  async function threeAfterRemoval() {
    const room = newRoom();
    const a = await room.enter(ada, link);
    const b = await room.enter(bob, link);
    const e = await room.enter(eve, link);
    for (const keeper of [a, b, e]) await expectHeld(keeper, 0);
    room.remove(eve);
    return { room, a, b, e };
  }

  test('the others get another key, which the one who was removed does not', async () => {
    const { a, b, e } = await threeAfterRemoval();
    await expectHeld(a, 1);
    await expectHeld(b, 1);
    await expectSameCode(a, b);
    expect(e.keys.value.opening.has(1)).toBe(false);
  });

  test('they send with it only when everybody has had the time to get it', async () => {
    const { room, a, b } = await threeAfterRemoval();
    await expectHeld(a, 1);
    await expectHeld(b, 1);
    expect([a, b].map(({ keys }) => keys.value.sealing)).toEqual([0, 0]);
    room.clock.advance(switchAfterMs);
    expect([a, b].map(({ keys }) => keys.value.sealing)).toEqual([1, 1]);
  });

  test('the old key opens nothing after a while', async () => {
    const { room, a } = await threeAfterRemoval();
    await expectHeld(a, 1);
    room.clock.advance(60_000);
    expect([...a.keys.value.opening.keys()]).toEqual([1]);
  });

  test('whoever missed the new key asks for it', async () => {
    const room = newRoom();
    const a = await room.enter(ada, link);
    const b = await room.enter(bob, link);
    await expectHeld(a, 0);
    await expectHeld(b, 0);
    room.deaf.add(bob);
    room.raise();
    await expectHeld(a, 1);
    await vi.waitFor(() => expect(room.said.at(-1)?.[1].type).toBe('make-key'));
    room.deaf.delete(bob);
    room.clock.advance(unaskedMs);
    await expectHeld(b, 1);
    await expectSameCode(a, b);
  });

  test('who comes later by the link is handed the new key', async () => {
    const { room, a } = await threeAfterRemoval();
    await expectHeld(a, 1);
    const y = await room.enter(you, link);
    await expectHeld(y, 1);
    await expectSameCode(a, y);
  });
});

describe('nobody chooses our key unasked', () => {
  test('a key that is not due is not taken', async () => {
    const room = newRoom();
    const a = await room.enter(ada, link);
    await expectHeld(a, 0);
    room.deaf.add(ada);
    const b = await room.enter(bob);
    const e = await room.enter(eve, v.parse(MediaKey, 'EEECAwQFBgcICQoLDA0ODw'));
    await expectHeld(e, 0);
    // As if he had asked her.
    e.hear({ type: 'key-asked', from: bob });
    await vi.waitFor(() =>
      expect(room.said).toContainEqual([eve, expect.objectContaining({ type: 'give-key' })]),
    );
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(b.keys.value.opening.size).toBe(0);
  });
});
