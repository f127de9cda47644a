import { describe, expect, it } from 'vitest';
import type { SeatId } from '../../edge/protocol/ids.ts';
import { readClientFrame } from '../../edge/protocol/room-messages.ts';
import { joinRoom, openRoom } from '../support/room-client.ts';
import { verdictOf } from './hostile-scene.ts';
import { hostileSuite } from './hostile-suite.ts';
import { garbageFrames, type JsonObject, mutationsOf, pollution } from './mutations.ts';
import { commandSamples, messageSamples } from './room-samples.ts';

const someSeat = '0123456789ab' as SeatId;
/** Below what the room lets one socket say at once. */
const framesPerSocket = 100;

const suite = hostileSuite('fresh');

const open = () => openRoom(suite.scene.origin, suite.scene.meeting);
const intrude = () => joinRoom(suite.scene.origin, suite.scene.meeting, 'Mallory');

describe('garbage on the room socket', () => {
  const rows = Object.entries(garbageFrames);

  it.for(rows)('%s from a stranger is refused or ends their socket', async ([, frame]) => {
    const stranger = await open();
    stranger.sendRaw(frame);
    expect(['bad-message', 'too-large', 'close 1009']).toContain((await verdictOf(stranger)).code);
    stranger.close();
  });

  it.for(rows)('%s from a member is refused or ends their socket', async ([, frame]) => {
    const { client } = await intrude();
    client.sendRaw(frame);
    expect(['bad-message', 'too-large', 'close 1009']).toContain((await verdictOf(client)).code);
    client.close();
  });
});

describe('messages with one field wrong', () => {
  it.for(Object.entries(messageSamples(someSeat)))('%s is refused', async ([, sample]) => {
    await expectAllRefused(badOnes(sample));
  });

  it.for(Object.entries(commandSamples(someSeat)))(
    'the command %s is refused',
    async ([, command]) => {
      await expectAllRefused(badOnes(command, inCommand));
    },
  );
});

const asItIs = (message: JsonObject) => message;
const inCommand = (command: JsonObject): JsonObject => ({ type: 'command', id: 'c1', command });

/** Those mutations that the protocol does not allow; some wrong values happen to be right ones. */
function badOnes(sample: JsonObject, wrap = asItIs): readonly string[] {
  return [...mutationsOf(sample)]
    .map(({ value }) => JSON.stringify(wrap(value)))
    .filter((frame) => readClientFrame(frame).kind === 'bad');
}

async function expectAllRefused(frames: readonly string[]): Promise<void> {
  for (let from = 0; from < frames.length; from += framesPerSocket) {
    const { client } = await intrude();
    for (const frame of frames.slice(from, from + framesPerSocket)) {
      client.sendRaw(frame);
      expect(await verdictOf(client), frame).toEqual({ code: 'bad-message', closed: false });
    }
    client.send({ type: 'command', id: 'bye', command: { type: 'leave' } });
    await client.take('closing');
  }
}

describe('messages out of place', () => {
  const { hello: _, 'recorder-hello': __, ...afterHello } = messageSamples(someSeat);

  it.for(Object.values(afterHello))('$type before hello is refused', async (message) => {
    const stranger = await open();
    stranger.sendRaw(JSON.stringify(message));
    expect(await verdictOf(stranger)).toEqual({ code: 'not-joined', closed: false });
    stranger.close();
  });

  it.for(Object.values(commandSamples(someSeat)).filter(({ type }) => type !== 'leave'))(
    'the command $type from the lobby is refused',
    async (command) => {
      const lobby = await open();
      await lobby.hello();
      lobby.sendRaw(JSON.stringify(inCommand(command)));
      expect(await verdictOf(lobby)).toEqual({ code: 'not-joined', closed: false });
      lobby.close();
    },
  );

  it('wants and signals from the lobby reach nobody', async () => {
    const { host } = suite.scene;
    const lobby = await open();
    await lobby.hello();
    for (const type of ['want', 'signal'] as const) {
      lobby.sendRaw(JSON.stringify(messageSamples(host.joined.you)[type]));
    }
    lobby.send({ type: 'join', name: 'Late', publishing: [] });
    await host.client.takeEvent('person', ({ person }) => person.name === 'Late');
    const heard = host.client.messages.history.map(({ type }) => type);
    expect(heard).not.toContain('wanted');
    expect(heard).not.toContain('signal');
    lobby.close();
  });

  it('hello said twice gives no second seat', async () => {
    const client = await open();
    const { seat } = await client.hello();
    client.sendRaw(JSON.stringify({ type: 'hello', version: 1, capabilities: [] }));
    const joined = await client.join('Twice');
    expect(joined.you).toBe(seat.id);
    const welcomes = client.messages.history.filter(({ type }) => type === 'welcome');
    expect(welcomes).toHaveLength(1);
    client.close();
  });

  it('join said twice gives one place, under the first name', async () => {
    const { client, joined } = await intrude();
    const again = await client.join('Somebody Else');
    expect(again.you).toBe(joined.you);
    expect(again.people.map(({ name }) => name).sort()).toEqual(['Guest', 'Host', 'Mallory']);
    client.close();
  });

  it('a client older than the protocol allows is told so', async () => {
    const client = await open();
    client.sendRaw(JSON.stringify({ type: 'hello', version: 0, capabilities: [] }));
    expect(await verdictOf(client)).toEqual({ code: 'unsupported-version', closed: true });
  });

  it('messages of unknown types are ignored, whatever they are called', async () => {
    const { client } = await intrude();
    for (const type of ['welcome', 'joined', 'events', 'closing', '__proto__', 'constructor', '']) {
      client.sendRaw(JSON.stringify({ type, seq: 1, events: [] }));
    }
    await client.command({ type: 'chat', text: 'still here' });
    expect(client.messages.history.map(({ type }) => type)).not.toContain('refused');
    client.close();
  });

  it('keys that pollute prototypes change nothing for anybody', async () => {
    const { host } = suite.scene;
    const client = await open();
    client.sendRaw(`{"type":"hello","version":1,"capabilities":[],${pollution}}`);
    await client.take('welcome');
    client.sendRaw(`{"type":"join","name":"Proto","publishing":[],${pollution}}`);
    await client.take('joined');
    host.client.sendRaw(
      `{"type":"command","id":"p1",${pollution},"command":{"type":"change-settings","settings":{"name":"Safe",${pollution}}}}`,
    );
    const { settings } = await client.takeEvent('settings');
    expect(settings).toEqual({ ...host.joined.settings, name: 'Safe' });
    client.close();
  });
});
