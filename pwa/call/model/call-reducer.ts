import type { SeatId } from '../../../edge/protocol/ids.ts';
import type { Source } from '../../../edge/protocol/people.ts';
import type {
  Joined,
  NumberedEvent,
  TransportState,
  Welcome,
} from '../../../edge/protocol/room-messages.ts';
import type { CallNotice } from '../call.ts';
import type { RoomMessage } from '../room-line/room-socket.ts';
import { applyEvents, me, newEvents, type RoomView, viewOfJoined } from '../room-view.ts';
import { sameWants } from '../transport/wants.ts';
import {
  type CallEffect,
  type CallInput,
  type CallModel,
  roomOf,
  type Step,
} from './call-model.ts';
import type { CallState, EndReason } from './call-state.ts';
import { consequencesOf } from './invariants.ts';

/** Media begins to warm up before the room has said what carries it; small calls are the most. */
const lobbyTransport: TransportState = { kind: 'mesh', epoch: 0 };

/** What a call does next: the transition, and then whatever follows from what it changed. */
export function reduceCall(model: CallModel, input: CallInput): Step {
  const step = transition(model, input);
  const settled = consequencesOf(model, step.model);
  return { model: settled.model, effects: [...step.effects, ...settled.effects] };
}

function transition(model: CallModel, input: CallInput): Step {
  if (model.call.phase === 'ended') return stay(model);
  switch (input.type) {
    case 'open':
      return to(model, { phase: 'lobby', meeting: null });
    case 'message':
      return receive(model, input.message);
    case 'socket-lost':
      return lose(model, input.at);
    case 'socket-ended':
      return end(
        model,
        model.endsForAll && input.reason === 'meeting-ended' ? 'ended-by-you' : input.reason,
        input.reason === 'bad-token' ? [{ type: 'forget-tokens' }] : [],
      );
    case 'join':
      if (model.call.phase !== 'lobby') return stay(model);
      return knock({ ...model, consent: input.consent }, input.name);
    case 'leave':
      return end(model, 'left', [{ type: 'say-goodbye' }]);
    case 'ends-for-all':
      return stay({ ...model, endsForAll: input.on });
    case 'close':
      return end(model, 'left', []);
    case 'sending':
      return stay({ ...model, sending: input.sources });
    case 'stated':
      return stay({ ...model, stated: input.sources, stating: false });
    case 'want':
      if (sameWants(model.wants, input.wants)) return stay(model);
      return stay({ ...model, wants: input.wants }, [{ type: 'want', wants: input.wants }]);
    case 'too-much':
      return stay(model, askForRelief(model, input.unreached));
  }
}

function stay(model: CallModel, effects: readonly CallEffect[] = []): Step {
  return { model, effects };
}

function to(model: CallModel, call: CallState, effects: readonly CallEffect[] = []): Step {
  return { model: { ...model, call }, effects };
}

function end(model: CallModel, reason: EndReason, farewell: readonly CallEffect[]): Step {
  const over: CallModel = { ...model, connected: false, transport: null };
  return to(over, { phase: 'ended', reason }, [...farewell, { type: 'close-everything', reason }]);
}

/** Only what a media server could help with, where there is one. */
function askForRelief(
  { call, connected, capabilities }: CallModel,
  unreached: readonly SeatId[],
): CallEffect[] {
  const transport = roomOf(call)?.transport;
  if (!connected || transport?.kind !== 'mesh' || !capabilities.includes('sfu')) return [];
  const about = unreached.length > 0 && { unreached: [...unreached] };
  return [{ type: 'send', message: { type: 'mesh-too-much', epoch: transport.epoch, ...about } }];
}

function receive(model: CallModel, message: RoomMessage): Step {
  switch (message.type) {
    case 'welcome':
      return greet(model, message);
    case 'joined':
      return enter(model, message);
    case 'waiting':
      return waitAtTheDoor(model, message.isHostHere ?? true);
    case 'resumed':
      return resume(model, message.ice);
    case 'events':
      return follow(model, message.events);
    case 'refused':
      // Whoever sent a command hears what became of it, and says so.
      if (message.id !== null) return stay(model);
      return stay(model, [
        { type: 'notice', notice: { kind: 'refused', code: message.error.code } },
      ]);
    case 'wanted':
      return stay(model, [{ type: 'relay-wanted', from: message.from, wants: message.wants }]);
    case 'signal':
      return stay(model, [{ type: 'relay-signal', from: message.from, signal: message.signal }]);
    case 'ice':
      return stay(model, [{ type: 'renew-ice', ice: message.ice }]);
    case 'media-server':
      return stay(model, [{ type: 'know-server', server: message.server }]);
    case 'your-turn':
      return stay(model, [{ type: 'take-turn', epoch: message.epoch }]);
    case 'recording-link':
      return stay(model, [
        { type: 'notice', notice: { kind: 'recording-link', link: message.link } },
      ]);
    case 'recorder-welcome':
      return stay(model);
    case 'key-asked':
    case 'key-given':
      return stay(model, [{ type: 'relay-key', news: message }]);
  }
}

/** A new connection that is not a member yet: in the lobby, or back after too long. */
function greet(model: CallModel, { meeting, seat, peer, ice, capabilities }: Welcome): Step {
  const samePage = model.page?.peer.id === peer.id && model.transport !== null;
  const page = { seat, peer, ice };
  const greeted: CallModel = {
    ...model,
    call: 'meeting' in model.call ? { ...model.call, meeting } : model.call,
    connected: true,
    page,
    meeting,
    capabilities,
    transport: samePage ? model.transport : lobbyTransport,
  };
  const effects: CallEffect[] = [
    { type: 'remember-seat', seat },
    { type: 'renew-ice', ice },
  ];
  if (!samePage) {
    if (model.transport !== null) effects.push({ type: 'stop-transport' });
    effects.push({ type: 'start-transport', page });
  }
  const rejoined = 'name' in model.call ? askToJoin(greeted, model.call.name) : stay(greeted);
  return { model: rejoined.model, effects: [...effects, ...rejoined.effects] };
}

function knock(model: CallModel, name: string): Step {
  const joining = to(model, { phase: 'joining', name, meeting: model.meeting }).model;
  return model.connected ? askToJoin(joining, name) : stay(joining);
}

function askToJoin(model: CallModel, name: string): Step {
  const publishing = [...model.sending];
  const { consent } = model;
  return stay({ ...model, stated: publishing }, [
    { type: 'send', message: { type: 'join', name, publishing, ...(consent && { consent }) } },
  ]);
}

function enter(model: CallModel, joined: Joined): Step {
  if (!('name' in model.call)) return stay(model);
  const room = viewOfJoined(joined);
  // Whoever is admitted begins silent for the room, whatever their `join` said before they knocked.
  const stated = me(room)?.publishing ?? null;
  // The answer of the lobby is used up: it must not come back over a later one.
  const informed: CallModel = { ...model, stated, consent: undefined };
  const { mediaServer } = joined;
  return to(
    informed,
    { phase: 'live', name: model.call.name, room },
    mediaServer === undefined ? [] : [{ type: 'know-server', server: mediaServer }],
  );
}

function waitAtTheDoor(model: CallModel, isHostHere: boolean): Step {
  if (!('name' in model.call) || model.meeting === null) return stay(model);
  const { name } = model.call;
  return to(model, { phase: 'waiting', name, meeting: model.meeting, isHostHere });
}

function resume(model: CallModel, ice: Welcome['ice']): Step {
  const back: CallModel = { ...model, connected: true };
  const effects: CallEffect[] = [{ type: 'renew-ice', ice }, { type: 'recover-transport' }];
  if (back.call.phase !== 'reconnecting') return stay(back, effects);
  const { name, room } = back.call;
  return to(back, { phase: 'live', name, room }, effects);
}

function follow(model: CallModel, events: readonly NumberedEvent[]): Step {
  const room = roomOf(model.call);
  if (room === null) return stay(model);
  const followed = to(model, inRoom(model.call, applyEvents(room, events)));
  return newEvents(room, events).reduce((step, { event }) => {
    if (event.type === 'silence') return silence(step, event);
    if (event.type !== 'recording-ended') return step;
    return tell(step, { kind: 'recording-ended', reason: event.reason });
  }, followed);
}

function tell({ model, effects }: Step, notice: CallNotice): Step {
  return stay(model, [...effects, { type: 'notice', notice }]);
}

function silence(
  { model, effects }: Step,
  asked: { readonly sources: readonly Source[]; readonly by: string },
): Step {
  const sources = model.sending.filter((source) => asked.sources.includes(source));
  if (sources.length === 0) return { model, effects };
  const sending = model.sending.filter((source) => !sources.includes(source));
  return stay({ ...model, sending }, [
    ...effects,
    { type: 'silence', sources },
    { type: 'notice', notice: { kind: 'silenced', sources, by: asked.by } },
  ]);
}

function inRoom(call: CallState, room: RoomView): CallState {
  return 'room' in call ? { ...call, room } : call;
}

function lose(model: CallModel, at: number): Step {
  // Told on the next connection whatever the room made of the last words on this one.
  const alone: CallModel = { ...model, connected: false, stated: null };
  const { call } = model;
  if (call.phase !== 'live') return stay(alone);
  return to(alone, { phase: 'reconnecting', name: call.name, room: call.room, since: at });
}
