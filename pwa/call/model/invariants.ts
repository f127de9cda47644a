import type { Source } from '../../../edge/protocol/people.ts';
import { membersOf } from '../room-view.ts';
import {
  allowedSources,
  type CallEffect,
  type CallModel,
  roomOf,
  type Step,
} from './call-model.ts';

/** What follows from a change of the model, whatever made it: these rules hold after every input. */
export function consequencesOf(before: CallModel, after: CallModel): Step {
  if (after.call.phase === 'ended') return { model: after, effects: [] };
  const moved = rightTransport(after);
  const stated = statement(moved.model);
  return {
    model: stated.model,
    effects: [
      ...moved.effects,
      ...roster(before, after),
      ...preloads(before, after),
      ...withdrawals(before, after),
      ...stated.effects,
    ],
  };
}

/** The room decides what carries media. */
function rightTransport(model: CallModel): Step {
  const transport = roomOf(model.call)?.transport;
  if (transport === undefined || transport === model.transport || model.transport === null) {
    return { model, effects: [] };
  }
  return { model: { ...model, transport }, effects: [{ type: 'move-transport', transport }] };
}

/** With the fourth, so that it is there before the sixth comes, and nobody else pays for it. In the lobby already. */
const preloadAtMembers = 4;

function preloads(before: CallModel, after: CallModel): CallEffect[] {
  return memberCount(before) < preloadAtMembers && memberCount(after) >= preloadAtMembers
    ? [{ type: 'preload-sfu' }]
    : [];
}

/** Before this one is in, as it will be then. */
function memberCount({ call, meeting }: CallModel): number {
  const room = roomOf(call);
  if (room !== null) return membersOf(room).length;
  return meeting === null ? 0 : meeting.people + 1;
}

function roster(before: CallModel, after: CallModel): CallEffect[] {
  const old = roomOf(before.call);
  const now = roomOf(after.call);
  const effects: CallEffect[] = [];
  if (now === null && old !== null) {
    effects.push({ type: 'set-people', people: [], settings: old.settings });
  }
  if (now !== null && (now.people !== old?.people || now.settings !== old.settings)) {
    effects.push({ type: 'set-people', people: membersOf(now), settings: now.settings });
  }
  const seats = [...(old?.people.keys() ?? [])].filter((seat) => !now?.people.has(seat));
  if (seats.length > 0) effects.push({ type: 'forget-media', seats });
  return effects;
}

/** A right that was taken away takes its source along. */
function withdrawals(before: CallModel, after: CallModel): CallEffect[] {
  const known = forbidden(before);
  const sources = forbidden(after).filter((source) => !known.includes(source));
  if (sources.length === 0) return [];
  return [
    { type: 'silence', sources },
    { type: 'notice', notice: { kind: 'withdrawn', sources } },
  ];
}

function forbidden(model: CallModel): Source[] {
  const allowed = allowedSources(model);
  return model.sending.filter((source) => !allowed.includes(source));
}

/** The roster says what each sends, so the room is told of every change. */
function statement(model: CallModel): Step {
  const sources = allowedSources(model);
  if (model.call.phase !== 'live' || model.stating || sameSources(model.stated, sources)) {
    return { model, effects: [] };
  }
  return {
    model: { ...model, stated: sources, stating: true },
    effects: [{ type: 'state-sources', sources }],
  };
}

function sameSources(one: readonly Source[] | null, other: readonly Source[]): boolean {
  return one !== null && one.length === other.length && one.every((item) => other.includes(item));
}
