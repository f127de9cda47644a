import type { Command } from '../../../edge/protocol/commands.ts';
import type { Crowd } from './crowd.ts';
import type { Extra } from './people.ts';

const everyMs = 100;

/** What happens in a lively meeting, one thing after the other. */
const things: readonly ((turn: number, doer: Extra) => Command)[] = [
  (turn) => ({ type: 'hand', raised: turn % 2 === 0 }),
  (turn) => ({ type: 'chat', text: `Message ${turn}` }),
  // The room is told that they mute and unmute; what they send stays, so that pictures need not begin anew.
  (turn, { sources }) => ({
    type: 'publish',
    sources: sources.filter((source) => source !== 'microphone' || turn % 2 === 1),
  }),
];

/** Ten things a second, each by somebody else; the answer ends it. */
export function beLively({ people }: Crowd): () => void {
  let turn = 0;
  const timer = setInterval(() => {
    const actor = people[turn % people.length];
    const thing = things[turn % things.length];
    if (actor === undefined || thing === undefined) return;
    // The crowd may go home before everybody has been answered.
    actor.client.command(thing(Math.floor(turn / things.length), actor)).catch(() => undefined);
    turn += 1;
  }, everyMs);
  return () => clearInterval(timer);
}
