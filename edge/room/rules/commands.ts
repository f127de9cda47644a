import type { Command, CommandType } from '../../protocol/commands.ts';
import type { ErrorCode } from '../../protocol/errors.ts';
import type { CommandId, SeatId } from '../../protocol/ids.ts';
import { isHosting, maySend, type Source } from '../../protocol/people.ts';
import { type MemberSeat, membersOf, type WaitingSeat, waitingOf } from '../state/meeting.ts';
import { placesFor, whyFull } from '../state/transport.ts';
import { type Draft, Refusal } from './draft.ts';
import { becomeMember, settleAfterLeaving } from './joining.ts';
import { consent, layOut, record, stopBy } from './recording/orders.ts';

type Standing = 'member' | 'hosting' | 'host';

/** Who may ask for what. `hosting` is a host or a co-host. */
const standingNeeded: Readonly<Record<CommandType, Standing>> = {
  chat: 'member',
  publish: 'member',
  hand: 'member',
  'lower-hand': 'hosting',
  'lower-hands': 'hosting',
  leave: 'member',
  admit: 'hosting',
  'admit-all': 'hosting',
  refuse: 'hosting',
  mute: 'hosting',
  'mute-all': 'hosting',
  'set-rights': 'hosting',
  'stop-share': 'hosting',
  remove: 'hosting',
  'set-role': 'hosting',
  'change-settings': 'hosting',
  end: 'host',
  record: 'member',
  'stop-recording': 'member',
  'recording-layout': 'member',
  'recording-consent': 'member',
};

function isAllowed(actor: MemberSeat, needed: Standing): boolean {
  switch (needed) {
    case 'member':
      return true;
    case 'hosting':
      return isHosting(actor.role);
    case 'host':
      return actor.role === 'host';
  }
}

/** Carries out one command, or throws a Refusal and changes nothing. */
export function obey(draft: Draft, actor: MemberSeat, id: CommandId, command: Command): void {
  if (!isAllowed(actor, standingNeeded[command.type])) throw new Refusal('not-allowed');
  switch (command.type) {
    case 'chat':
      return draft.chat({
        id,
        from: actor.id,
        name: actor.name,
        text: command.text,
        at: draft.now,
      });
    case 'publish':
      return publish(draft, actor, command.sources);
    case 'hand':
      return raiseHand(draft, actor, command.raised);
    case 'lower-hand':
      return raiseHand(draft, memberSeat(draft, command.seat), false);
    case 'lower-hands':
      return lowerHands(draft);
    case 'leave':
      return leave(draft, actor);
    case 'admit':
      return admit(draft, waitingSeat(draft, command.seat));
    case 'admit-all':
      return admitAll(draft);
    case 'refuse':
      return refuse(draft, waitingSeat(draft, command.seat));
    case 'mute':
      return silence(draft, actor, memberSeat(draft, command.seat), ['microphone']);
    case 'mute-all':
      return muteAll(draft, actor);
    case 'set-rights':
      return setRights(draft, subject(draft, actor, command.seat), command.rights);
    case 'stop-share':
      return silence(draft, actor, memberSeat(draft, command.seat), ['screen', 'screen-audio']);
    case 'remove':
      return remove(draft, subject(draft, actor, command.seat));
    case 'set-role':
      return setRole(draft, subject(draft, actor, command.seat), command.role);
    case 'change-settings':
      return changeSettings(draft, command.settings);
    case 'end':
      draft.ended = true;
      return;
    case 'record':
      return record(draft, actor, command);
    case 'stop-recording':
      return stopBy(draft, actor);
    case 'recording-layout':
      return layOut(draft, actor, command);
    case 'recording-consent':
      return consent(draft, actor, command.answer);
  }
}

function memberSeat(draft: Draft, id: SeatId): MemberSeat {
  const seat = draft.seats.get(id);
  if (seat?.stage !== 'member') throw new Refusal('no-such-seat');
  return seat;
}

function waitingSeat(draft: Draft, id: SeatId): WaitingSeat {
  const seat = draft.seats.get(id);
  if (seat?.stage !== 'waiting') throw new Refusal('no-such-seat');
  return seat;
}

/** Somebody to whom something is done: nobody does it to a host, nor a co-host to another. */
function subject(draft: Draft, actor: MemberSeat, id: SeatId): MemberSeat {
  const seat = memberSeat(draft, id);
  const outranked = actor.role === 'host' ? seat.role !== 'host' : seat.role === 'participant';
  if (!outranked) throw new Refusal('not-allowed');
  return seat;
}

function publish(draft: Draft, actor: MemberSeat, sources: readonly Source[]): void {
  if (!sources.every((source) => maySend(source, actor, draft.meeting.settings))) {
    throw new Refusal('not-allowed');
  }
  draft.show({ ...actor, publishing: sources });
}

/** Raising it again keeps the place in the queue. */
function raiseHand(draft: Draft, actor: MemberSeat, raised: boolean): void {
  draft.show({ ...actor, handRaisedAt: raised ? (actor.handRaisedAt ?? draft.now) : null });
}

function lowerHands(draft: Draft): void {
  for (const seat of membersOf(draft.seats.values())) {
    if (seat.handRaisedAt !== null) raiseHand(draft, seat, false);
  }
}

export function leave(draft: Draft, actor: MemberSeat | WaitingSeat): void {
  draft.takeOut(actor, 'left', 'left');
  settleAfterLeaving(draft, actor);
}

/** Why they cannot be let in now; null when they can. */
function obstacleTo(draft: Draft, { page: { capabilities } }: WaitingSeat): ErrorCode | null {
  const members = membersOf(draft.seats.values());
  const { transport } = draft.meeting;
  return members.length < placesFor(capabilities, transport, members, draft.media)
    ? null
    : whyFull(capabilities, transport, members, draft.media);
}

function admit(draft: Draft, seat: WaitingSeat): void {
  const obstacle = obstacleTo(draft, seat);
  if (obstacle !== null) throw new Refusal(obstacle);
  const { name, consent } = seat;
  const member = becomeMember(draft, seat, seat.page, { name, consent, publishing: [] });
  if (seat.awaySince !== null) draft.show({ ...member, awaySince: seat.awaySince });
}

/** As many as there is room for, in the order in which they knocked; the others go on waiting. */
function admitAll(draft: Draft): void {
  const obstacles = waitingOf(draft.seats.values()).map((seat) => {
    const obstacle = obstacleTo(draft, seat);
    if (obstacle === null) admit(draft, seat);
    return obstacle;
  });
  const [first] = obstacles;
  if (first && !obstacles.includes(null)) throw new Refusal(first);
}

function refuse(draft: Draft, seat: WaitingSeat): void {
  draft.takeOut(seat, 'refused', 'refused');
}

/** Asks; the client obeys. Its own engine and everybody else's follow `publishing`. */
function silence(
  draft: Draft,
  actor: MemberSeat,
  target: MemberSeat,
  sources: readonly Source[],
): void {
  if (!target.publishing.some((source) => sources.includes(source))) return;
  draft.show({
    ...target,
    publishing: target.publishing.filter((source) => !sources.includes(source)),
  });
  draft.emit(target.id, { type: 'silence', sources: [...sources], by: actor.name });
}

function muteAll(draft: Draft, actor: MemberSeat): void {
  for (const seat of membersOf(draft.seats.values())) {
    if (seat.id !== actor.id) silence(draft, actor, seat, ['microphone']);
  }
}

function setRights(
  draft: Draft,
  target: MemberSeat,
  change: { [K in keyof MemberSeat['rights']]?: boolean | undefined },
): void {
  const rights = {
    speak: change.speak ?? target.rights.speak,
    show: change.show ?? target.rights.show,
    share: change.share ?? target.rights.share,
  };
  draft.show(withinRights(draft, { ...target, rights }));
}

/** Nobody is shown as sending what they may no longer send. */
function withinRights(draft: Draft, seat: MemberSeat): MemberSeat {
  const publishing = seat.publishing.filter((source) =>
    maySend(source, seat, draft.meeting.settings),
  );
  return { ...seat, publishing };
}

/** Out, and kept out: this browser has to knock, and so has everybody who comes as a stranger. */
function remove(draft: Draft, target: MemberSeat): void {
  draft.takeOut(target, 'removed', 'removed');
  // A second browser of theirs may just have left.
  draft.forgetLeavers();
  settleAfterLeaving(draft, target);
  if (!draft.meeting.settings.waitingRoom) changeSettings(draft, { waitingRoom: true });
}

function setRole(draft: Draft, target: MemberSeat, role: 'cohost' | 'participant'): void {
  const wasHosting = isHosting(target.role);
  const changed = withinRights(draft, { ...target, role });
  draft.show(changed);
  if (role === 'cohost' && !wasHosting) draft.revealWaitingTo(changed);
  if (role === 'participant' && wasHosting) draft.hideWaitingFrom(changed.id);
}

function changeSettings(
  draft: Draft,
  change: {
    [K in keyof Draft['meeting']['settings']]?: Draft['meeting']['settings'][K] | undefined;
  },
): void {
  const given = Object.fromEntries(
    Object.entries(change).filter(([, value]) => value !== undefined),
  );
  const before = draft.meeting.settings;
  const settings = { ...before, ...given };
  const isShut =
    (settings.waitingRoom && !before.waitingRoom) || (settings.locked && !before.locked);
  if (isShut) draft.forgetLeavers();
  draft.meeting = { ...draft.meeting, settings };
  draft.emit('members', { type: 'settings', settings });
  for (const seat of membersOf(draft.seats.values())) {
    const changed = withinRights(draft, seat);
    if (changed.publishing.length !== seat.publishing.length) draft.show(changed);
  }
}
