import { describe, expect, it } from 'vitest';
import { edgeCapabilities } from '../../edge/protocol/version.ts';
import { findLiveKit } from '../../media/livekit/program.ts';
import { createMeeting, joinRoom, type Member } from '../support/room-client.ts';
import { skipBecause } from '../support/skip.ts';
import { untilClosed } from '../support/socket.ts';
import { hostileSuite } from './hostile-suite.ts';

const noLiveKit = (await findLiveKit()) === null && 'there is no way to run LiveKit here';
const suite = hostileSuite('fresh', { sfu: true });
const capable = { capabilities: [...edgeCapabilities, 'sfu'] };

/** Six people on the media server; the last is up to no good. */
async function largeCall(): Promise<{
  all: Member[];
  others: Member[];
  mallory: Member;
  epoch: number;
}> {
  const { origin } = suite.stack;
  const { id } = await createMeeting(origin);
  const all: Member[] = [];
  for (const name of ['One', 'Two', 'Three', 'Four', 'Five', 'Mallory']) {
    all.push(await joinRoom(origin, id, name, capable));
  }
  const mallory = all[5];
  if (mallory === undefined) throw new Error('nobody is there');
  const { epoch } = mallory.joined.transport;
  return { all, others: all.slice(0, 5), mallory, epoch };
}

async function settle({ all, epoch }: Awaited<ReturnType<typeof largeCall>>): Promise<number> {
  for (const { client } of all) client.send({ type: 'move', epoch, step: 'ready' });
  for (const { client } of all) {
    await client.takeEvent('transport', ({ transport }) => transport.epoch === epoch + 1);
  }
  return epoch + 1;
}

function epochsOf({ client }: Member): number[] {
  return client.events.history.flatMap(({ event }) =>
    event.type === 'transport' ? event.transport.epoch : [],
  );
}

/** Everything said before has been heard and acted upon. */
async function chat(from: Member, to: readonly Member[], text: string): Promise<void> {
  await from.client.command({ type: 'chat', text });
  for (const { client } of to)
    await client.takeEvent('chat', ({ message }) => message.text === text);
}

describe('somebody who lies about the move', skipBecause(noLiveKit), () => {
  it('speaks for nobody else, whomever they name', async () => {
    const call = await largeCall();
    for (const { joined } of call.others) {
      const claim = {
        type: 'move',
        epoch: call.epoch,
        step: 'ready',
        seat: joined.you,
        from: joined.you,
      };
      call.mallory.client.sendRaw(JSON.stringify(claim));
    }
    await chat(call.mallory, call.others, 'still moving');
    expect(epochsOf(call.others[0] ?? call.mallory)).toEqual([call.epoch]);
  });

  it('of another epoch is not heard', async () => {
    const call = await largeCall();
    for (const epoch of [0, call.epoch - 1, call.epoch + 1, 1e9]) {
      for (const step of ['published', 'ready', 'failed'] as const) {
        call.mallory.client.send({ type: 'move', epoch, step });
      }
    }
    await chat(call.mallory, call.others, 'still moving');
    expect(epochsOf(call.others[0] ?? call.mallory)).toEqual([call.epoch]);
  });

  it.for([
    { epoch: -1, step: 'ready' },
    { epoch: 1.5, step: 'ready' },
    { epoch: '2', step: 'ready' },
    { epoch: 2, step: 'committed' },
    { epoch: 2 },
  ])('in words that are none (%j) is refused', async (claim) => {
    const { mallory } = await largeCall();
    mallory.client.sendRaw(JSON.stringify({ type: 'move', ...claim }));
    const { error } = await mallory.client.take('refused');
    expect(error.code).toBe('bad-message');
  });
});

describe('somebody who says that the media server has failed', skipBecause(noLiveKit), () => {
  it('moves nobody while it has not', async () => {
    const call = await largeCall();
    const epoch = await settle(call);
    for (let times = 0; times < 50; times += 1) {
      call.mallory.client.send({ type: 'move', epoch, step: 'failed' });
    }
    await call.mallory.client.take('media-server');
    await chat(call.mallory, call.others, 'still here');
    expect(epochsOf(call.others[0] ?? call.mallory)).toEqual([call.epoch, epoch]);
  });

  it('10,000 times is told to stop, and then put out, and the call goes on', async () => {
    const call = await largeCall();
    const epoch = await settle(call);
    for (let times = 0; times < 10_000; times += 1) {
      call.mallory.client.sendRaw(`{"type":"move","epoch":${epoch},"step":"failed"}`);
    }
    expect((await call.mallory.client.take('refused')).error.code).toBe('rate-limited');
    expect((await untilClosed(call.mallory.client)).code).toBe(4429);
    const [first, ...rest] = call.others;
    if (first !== undefined) await chat(first, rest, 'the call goes on');
    expect(epochsOf(first ?? call.mallory)).toEqual([call.epoch, epoch]);
  });
});
