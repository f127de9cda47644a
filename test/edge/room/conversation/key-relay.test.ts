import { evictDurableObject } from 'cloudflare:test';
import * as v from 'valibot';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { PublicKey, SealedKey } from '../../../../edge/protocol/encryption.ts';
import { askIntervalMs } from '../../../../edge/room/conversation/key-relay.ts';
import {
  again,
  type Member,
  newMeeting,
  passTime,
  stopClock,
  type TestMeeting,
} from '../../support/meeting.ts';

const publicKey = v.parse(PublicKey, `B${'k'.repeat(86)}`);
const sealed = v.parse(SealedKey, 's'.repeat(80));
const otherSealed = v.parse(SealedKey, 'o'.repeat(80));

afterEach(() => void vi.useRealTimers());

interface Call {
  readonly meeting: TestMeeting;
  readonly ada: Member;
  readonly bo: Member;
  readonly cy: Member;
}

async function callOfThree(): Promise<Call> {
  const meeting = await newMeeting();
  const ada = await meeting.joinAsHost('Ada');
  return { meeting, ada, bo: await meeting.join('Bo'), cy: await meeting.join('Cy') };
}

/** Cy is removed, and Ada is the first to come with another key. */
async function callWithNewKey(): Promise<Omit<Call, 'cy'>> {
  const { meeting, ada, bo, cy } = await callOfThree();
  await ada.command({ type: 'remove', seat: cy.seat });
  ada.send({ type: 'make-key', generation: 1, keys: [{ to: bo.seat, key: sealed }] });
  await bo.takeEvent('encryption', ({ encryption }) => encryption.maker === ada.seat);
  return { meeting, ada, bo };
}

function heardOfKeys({ messages }: Member) {
  return messages.history.filter(({ type }) => type === 'key-given' || type === 'key-asked');
}

describe('public keys', () => {
  test('are shown to everybody, also to those who come later', async () => {
    const { meeting, ada, bo } = await callOfThree();
    bo.send({ type: 'public-key', key: publicKey });
    await ada.takeEvent('person', ({ person }) => person.publicKey === publicKey);
    const { joined } = await meeting.join('Dan');
    expect(joined.people.find(({ seat }) => seat === bo.seat)).toMatchObject({ publicKey });
  });

  test('belong to a page: a reload begins without one', async () => {
    const { meeting, ada, bo } = await callOfThree();
    bo.send({ type: 'public-key', key: publicKey });
    await ada.takeEvent('person', ({ person }) => person.publicKey === publicKey);
    const back = await meeting.join('Bo', again(bo));
    const { person } = await ada.takeEvent(
      'person',
      (event) => event.person.peer === back.welcome.peer.id,
    );
    expect(person.publicKey).toBeUndefined();
  });

  test('outlast an eviction of the room', async () => {
    const { meeting, ada, bo } = await callOfThree();
    bo.send({ type: 'public-key', key: publicKey });
    await ada.takeEvent('person', ({ person }) => person.publicKey === publicKey);
    await evictDurableObject(meeting.stub);
    expect((await meeting.join('Dan')).joined.people).toContainEqual(
      expect.objectContaining({ seat: bo.seat, publicKey }),
    );
  });
});

describe('a key', () => {
  test('is asked for, and given to the one who asked', async () => {
    const { ada, bo, cy } = await callOfThree();
    bo.send({ type: 'ask-key', to: ada.seat });
    expect(await ada.take('key-asked')).toEqual({ type: 'key-asked', from: bo.seat });
    ada.send({ type: 'give-key', generation: 0, keys: [{ to: bo.seat, key: sealed }] });
    expect(await bo.take('key-given')).toEqual({
      ...{ type: 'key-given', from: ada.seat },
      ...{ generation: 0, key: sealed },
    });
    await cy.caughtUp();
    expect(heardOfKeys(cy)).toEqual([]);
  });

  test('is asked of the same one once in a while, however often somebody says so', async () => {
    stopClock();
    const { meeting, ada, bo, cy } = await callOfThree();
    const asked = () => ada.messages.history.filter(({ type }) => type === 'key-asked');
    for (let times = 0; times < 50; times += 1) bo.send({ type: 'ask-key', to: ada.seat });
    cy.send({ type: 'ask-key', to: ada.seat });
    for (const each of [bo, cy, ada]) await each.caughtUp();
    expect(asked()).toHaveLength(2);
    await passTime(meeting, askIntervalMs);
    bo.send({ type: 'ask-key', to: ada.seat });
    await bo.caughtUp();
    await ada.caughtUp();
    expect(asked()).toHaveLength(3);
  });

  test('of another generation, or for another page, is asked for at once', async () => {
    stopClock();
    const { meeting, ada, bo, cy } = await callOfThree();
    bo.send({ type: 'ask-key', to: ada.seat });
    await ada.take('key-asked');
    const back = await meeting.join('Bo', again(bo));
    back.send({ type: 'ask-key', to: ada.seat });
    await ada.take('key-asked');
    await ada.command({ type: 'remove', seat: cy.seat });
    back.send({ type: 'ask-key', to: ada.seat });
    await ada.take('key-asked');
  });

  test('is neither asked for nor given in the lobby, at the door, or of somebody elsewhere', async () => {
    const { meeting, ada, bo } = await callOfThree();
    await ada.command({ type: 'change-settings', settings: { waitingRoom: true } });
    const [visitor, knocker] = [await meeting.visit(), await meeting.knock('Dan')];
    const stranger = await (await newMeeting()).join('Eve');
    for (const outsider of [visitor, knocker, stranger]) {
      outsider.send({ type: 'ask-key', to: ada.seat });
      outsider.send({ type: 'give-key', generation: 0, keys: [{ to: ada.seat, key: sealed }] });
      await outsider.caughtUp();
    }
    for (const { seat } of [visitor, knocker, stranger]) {
      ada.send({ type: 'give-key', generation: 0, keys: [{ to: seat, key: sealed }] });
    }
    for (const each of [ada, bo, visitor, knocker, stranger]) {
      await each.caughtUp();
      expect(each.messages.history.filter(({ type }) => type.startsWith('key-'))).toEqual([]);
    }
  });

  test('is kept nowhere', async () => {
    const { meeting } = await callWithNewKey();
    const tables = ['meeting', 'seats', 'events', 'commands', 'signals', 'chat', 'chores'];
    const rows = await Promise.all(tables.map((table) => meeting.rows(table)));
    expect(JSON.stringify(rows)).not.toContain(sealed);
  });
});

describe('the key changes when somebody is removed', () => {
  test('everybody else learns that it is due, who was removed does not', async () => {
    const { ada, bo, cy } = await callOfThree();
    await ada.command({ type: 'remove', seat: cy.seat });
    for (const each of [ada, bo]) {
      const { encryption } = await each.takeEvent('encryption');
      expect(encryption).toEqual({ generation: 1, maker: null });
    }
    await cy.closed;
    expect(cy.events.history.some(({ event }) => event.type === 'encryption')).toBe(false);
  });

  test('not when somebody leaves', async () => {
    const { ada, bo, cy } = await callOfThree();
    cy.send({ type: 'command', id: 'bye', command: { type: 'leave' } });
    expect((await cy.closed).reason).toBe('left');
    await ada.caughtUp();
    await bo.caughtUp();
    for (const { events } of [ada, bo]) {
      expect(events.history.some(({ event }) => event.type === 'encryption')).toBe(false);
    }
  });

  test('the first new key holds, and goes to those it was sealed for', async () => {
    const { ada, bo } = await callWithNewKey();
    expect(await bo.take('key-given')).toMatchObject({ generation: 1, key: sealed });
    bo.send({ type: 'make-key', generation: 1, keys: [{ to: ada.seat, key: otherSealed }] });
    await bo.caughtUp();
    await ada.caughtUp();
    expect(heardOfKeys(ada)).toEqual([]);
  });

  test('before there is one, and for any other generation, nothing is passed on', async () => {
    const { ada, bo, cy } = await callOfThree();
    await ada.command({ type: 'remove', seat: cy.seat });
    const keys = [{ to: bo.seat, key: sealed }];
    for (const generation of [0, 1, 2]) ada.send({ type: 'give-key', generation, keys });
    for (const generation of [0, 2]) ada.send({ type: 'make-key', generation, keys });
    await ada.caughtUp();
    await bo.caughtUp();
    expect(heardOfKeys(bo)).toEqual([]);
  });

  test('who comes later, or comes back, knows which one holds', async () => {
    const { meeting, ada, bo } = await callWithNewKey();
    const encryption = { generation: 1, maker: ada.seat };
    await evictDurableObject(meeting.stub);
    expect((await meeting.join('Bo', again(bo))).joined).toMatchObject({ encryption });
  });
});
