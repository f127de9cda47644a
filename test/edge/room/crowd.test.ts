import { expect, test } from 'vitest';
import { useMediaServers } from '../support/media-servers.ts';
import { again, type Member, newMeeting, type TestMeeting } from '../support/meeting.ts';

useMediaServers();
const capable = { capabilities: ['mesh', 'sfu'] };

async function people(count: number, meeting: TestMeeting): Promise<Member[]> {
  const members: Member[] = [];
  while (members.length < count) {
    members.push(await meeting.join(`Person ${members.length}`, capable));
  }
  return members;
}

/** Six people who have settled on a media server. */
async function crowd() {
  const meeting = await newMeeting();
  const all = await people(6, meeting);
  for (const member of all) member.send({ type: 'move', epoch: 2, step: 'ready' });
  for (const member of all) {
    await member.takeEvent('transport', ({ transport }) => transport.kind === 'sfu');
  }
  const [first, second] = all;
  if (!first || !second) throw new Error('nobody is there');
  return { meeting, all, first, second };
}

async function eventFrames({ caughtUp, messages }: Member): Promise<number> {
  await caughtUp();
  return messages.history.filter(({ type }) => type === 'events').length;
}

function heard({ events }: Member): number[] {
  return events.history.map(({ seq }) => seq);
}

async function everybodyRaisesAHand(all: readonly Member[]): Promise<void> {
  await Promise.all(all.map((member) => member.command({ type: 'hand', raised: true })));
}

async function hearsOfAllHands(member: Member, all: readonly Member[]): Promise<void> {
  for (const { seat } of all) {
    await member.takeEvent('person', ({ person }) => person.seat === seat && !!person.handRaisedAt);
  }
}

test('what many do in one moment reaches each in few frames, all of it and in order', async () => {
  const { all, first } = await crowd();
  const before = await eventFrames(first);
  await everybodyRaisesAHand(all);
  await hearsOfAllHands(first, all);
  expect((await eventFrames(first)) - before).toBeLessThan(all.length);
  expect(heard(first)).toEqual(heard(first).map((_, index) => first.joined.seq + 1 + index));
});

test('in a mesh nobody waits for the rest of a moment', async () => {
  const all = await people(5, await newMeeting());
  const [first] = all;
  if (!first) throw new Error('nobody is there');
  const before = await eventFrames(first);
  await everybodyRaisesAHand(all);
  await hearsOfAllHands(first, all);
  expect((await eventFrames(first)) - before).toBe(all.length);
});

test('whoever comes in the middle of a moment is told nothing twice', async () => {
  const { meeting, all, first } = await crowd();
  const [late] = await Promise.all([meeting.join('Late', capable), everybodyRaisesAHand(all)]);
  await first.command({ type: 'chat', text: 'the end' });
  await late.takeEvent('chat');
  expect(heard(late)).toEqual(heard(late).map((_, index) => late.joined.seq + 1 + index));
});

test('whoever loses their socket before the moment is over is told when they come back', async () => {
  const { meeting, all, first, second } = await crowd();
  const since = heard(second).at(-1) ?? 0;
  await everybodyRaisesAHand(all.filter((member) => member !== second));
  second.lose();
  const back = await meeting.connect();
  back.send({ type: 'hello', version: 1, ...capable, ...again(second, since) });
  await back.take('resumed');
  await back.takeEvent('person', ({ person }) => person.seat === first.seat);
});
