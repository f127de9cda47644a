import type { CommandType } from '../../edge/protocol/commands.ts';
import type { SeatId } from '../../edge/protocol/ids.ts';
import type { ClientMessage } from '../../edge/protocol/room-messages.ts';
import type { JsonObject } from './mutations.ts';

type MessageType = ClientMessage['type'];

/** One good message of every type; what the hostile tests bend. */
export function messageSamples(seat: SeatId): Readonly<Record<MessageType, JsonObject>> {
  return {
    hello: {
      type: 'hello',
      version: 1,
      capabilities: ['mesh'],
      seat: { id: seat, secret: 'AAAAAAAAAAAAAAAAAAAAAAAA' },
      hostToken: 'AAAAAAAAAAAAAAAAAAAAAAAA',
      resume: { peer: `${seat}-1`, since: 0 },
    },
    join: { type: 'join', name: 'Mallory', publishing: ['camera'] },
    command: { type: 'command', id: 'c1', command: { type: 'chat', text: 'hi' } },
    want: { type: 'want', wants: [{ seat, source: 'camera', height: 180 }] },
    signal: {
      type: 'signal',
      to: seat,
      signal: { kind: 'restart-offer', connection: 'mc_1', sdp: 'v=0' },
    },
    'refresh-ice': { type: 'refresh-ice' },
    move: { type: 'move', epoch: 1, step: 'ready' },
    'mesh-too-much': { type: 'mesh-too-much', epoch: 1 },
    'public-key': { type: 'public-key', key: `B${'A'.repeat(86)}` },
    'ask-key': { type: 'ask-key', to: seat },
    'give-key': { type: 'give-key', generation: 0, keys: [{ to: seat, key: 'A'.repeat(80) }] },
    'make-key': { type: 'make-key', generation: 1, keys: [{ to: seat, key: 'A'.repeat(80) }] },
    'key-lost': { type: 'key-lost', generation: 0 },
    'recorder-hello': {
      type: 'recorder-hello',
      version: 1,
      ticket: 'AAAAAAAAAAAAAAAAAAAAAAAA',
      publicKey: `B${'A'.repeat(86)}`,
    },
    'recorder-page': { type: 'recorder-page', report: { kind: 'speaker', seat } },
  };
}

/** One good command of every type, about somebody else. */
export function commandSamples(seat: SeatId): Readonly<Record<CommandType, JsonObject>> {
  return {
    chat: { type: 'chat', text: 'hi' },
    publish: { type: 'publish', sources: ['camera'] },
    hand: { type: 'hand', raised: true },
    'lower-hand': { type: 'lower-hand', seat },
    'lower-hands': { type: 'lower-hands' },
    leave: { type: 'leave' },
    admit: { type: 'admit', seat },
    'admit-all': { type: 'admit-all' },
    refuse: { type: 'refuse', seat },
    mute: { type: 'mute', seat },
    'mute-all': { type: 'mute-all' },
    'set-rights': { type: 'set-rights', seat, rights: { speak: false, show: false, share: false } },
    'stop-share': { type: 'stop-share', seat },
    remove: { type: 'remove', seat },
    'set-role': { type: 'set-role', seat, role: 'cohost' },
    'change-settings': {
      type: 'change-settings',
      settings: { name: 'x', waitingRoom: true, locked: true, share: 'hosts', record: 'nobody' },
    },
    end: { type: 'end' },
    record: { type: 'record', email: 'mallory@example.org', layout: 'grid', height: 720 },
    'stop-recording': { type: 'stop-recording' },
    'recording-layout': { type: 'recording-layout', layout: 'speaker' },
    'recording-consent': { type: 'recording-consent', answer: 'yes' },
  };
}
