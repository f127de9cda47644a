import { describe, expect, test } from 'vitest';
import type { TransportState } from '../../../../edge/protocol/room-messages.ts';
import {
  modesOf,
  stepWays,
  type Ways,
  type WaysInput,
} from '../../../../pwa/call/handover/phases.ts';

const lobby: Ways = { phase: 'lobby' };

function room(kind: 'mesh' | 'sfu', epoch: number): WaysInput {
  return { type: 'room', transport: { kind, epoch } };
}

function moving(from: 'mesh' | 'sfu', to: 'mesh' | 'sfu', epoch: number): WaysInput {
  const transport: TransportState = { kind: 'moving', epoch, from, to };
  return { type: 'room', transport };
}

const up = moving('mesh', 'sfu', 2);
const turn: WaysInput = { type: 'turn', epoch: 2 };
const published: WaysInput = { type: 'published' };
const everyoneHere: WaysInput = { type: 'everyone-here' };
const failed: WaysInput = { type: 'failed' };
const settled: WaysInput = { type: 'settled' };

function after(...inputs: WaysInput[]): Ways {
  return inputs.reduce(stepWays, lobby);
}

const inMesh = room('mesh', 1);

describe('which way carries what', () => {
  test.each<[string, WaysInput[], string, string]>([
    ['warms up a mesh in the lobby', [], 'sending', 'closed'],
    ['stays in the mesh of a small call', [inMesh], 'sending', 'closed'],
    ['enters a large call by the media server alone', [room('sfu', 3)], 'closed', 'sending'],
    ['stays where it is until its turn', [inMesh, up], 'sending', 'closed'],
    ['sends on both from its turn on', [inMesh, up, turn], 'sending', 'sending'],
    [
      'does not take the turn of another move',
      [inMesh, up, { type: 'turn', epoch: 1 }],
      'sending',
      'closed',
    ],
    ['who comes in during a move goes the new way at once', [up], 'closed', 'sending'],
    [
      'keeps the old way for a while after the commit',
      [inMesh, up, turn, room('sfu', 3)],
      'sending',
      'sending',
    ],
    ['then closes it', [inMesh, up, turn, room('sfu', 3), settled], 'closed', 'sending'],
    [
      'who came in during the move has no old way to close',
      [up, room('sfu', 3)],
      'closed',
      'sending',
    ],
    [
      'drops the new way when the room goes back',
      [inMesh, up, turn, room('mesh', 3)],
      'sending',
      'closed',
    ],
    ['moves down as it moves up', [room('sfu', 1), moving('sfu', 'mesh', 2)], 'open', 'sending'],
    ['a move that was missed is made up for', [inMesh, room('sfu', 5)], 'sending', 'sending'],
    ['and settled like any other', [inMesh, room('sfu', 5), settled], 'closed', 'sending'],
    [
      'a turned move goes on sending where it did',
      [room('sfu', 1), moving('sfu', 'mesh', 2), moving('mesh', 'sfu', 3)],
      'sending',
      'sending',
    ],
    [
      'a move that begins before the last has settled has both ways already',
      [inMesh, up, turn, room('sfu', 3), moving('sfu', 'mesh', 4)],
      'sending',
      'sending',
    ],
    [
      'what belongs to an older epoch is ignored',
      [inMesh, up, turn, room('mesh', 1)],
      'sending',
      'sending',
    ],
  ])('%s', (_, inputs, mesh, sfu) => {
    expect(modesOf(after(...inputs))).toEqual({ mesh, sfu });
  });
});

describe('what the room is told', () => {
  const told = (...inputs: WaysInput[]) => {
    const ways = after(...inputs);
    return ways.phase === 'moving' ? ways.told : undefined;
  };

  test.each<[string, WaysInput[], string | null]>([
    ['nothing before its turn', [inMesh, up, published], null],
    ['that it sends', [inMesh, up, turn, published], 'published'],
    ['that it sends, before that it has everybody', [inMesh, up, turn, everyoneHere], null],
    ['that it has everybody', [inMesh, up, turn, published, everyoneHere], 'ready'],
    ['that it cannot get there', [inMesh, up, failed], 'failed'],
    ['that it has got there after all', [inMesh, up, turn, failed, published], 'published'],
    ['that it has lost its way again', [inMesh, up, turn, published, failed], 'failed'],
    [
      'it all again, when the move is another',
      [inMesh, up, turn, published, moving('mesh', 'sfu', 3)],
      null,
    ],
  ])('%s', (_, inputs, step) => {
    expect(told(...inputs)).toBe(step);
  });
});
