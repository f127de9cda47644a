import { describe, expect, test } from 'vitest';
import type { PublicKey } from '../../../../../edge/protocol/encryption.ts';
import type { PeerId } from '../../../../../edge/protocol/ids.ts';
import type { EmailAddress } from '../../../../../edge/protocol/recording.ts';
import { type Recording, recordingStateOf } from '../../../../../edge/room/recording-state.ts';
import type { Draft } from '../../../../../edge/room/rules/draft.ts';
import { noteRecording } from '../../../../../edge/room/rules/recording/follow-call.ts';
import {
  ghostCame,
  ghostGone,
  hearSpeaker,
  missingGhostGone,
  noteCheck,
} from '../../../../../edge/room/rules/recording/recorded-page.ts';
import {
  beginTake,
  type EgressReport,
  hear,
  restUntil,
  takeAnswered,
  takeRefused,
  takeStopped,
  unanswered,
} from '../../../../../edge/room/rules/recording/takes.ts';
import type { OnServer } from '../../../../../edge/room/state/transport.ts';
import { command, draftOn, member, nextChange, now, seatId } from '../../../support/rules.ts';

const sfu: OnServer = { kind: 'sfu', epoch: 3, cluster: 'one', stirredAt: now - 1_000 };
const ghost = { seat: seatId('gh'), ticketHash: 'hash' };
const ghostPeer = `${seatId('gh')}-1` as PeerId;
const publicKey = `B${'A'.repeat(86)}` as PublicKey;

function recordingIn(draft: Draft): Recording {
  const { recording } = draft.meeting;
  if (recording === null) throw new Error('nothing is recorded');
  return recording;
}

/** Somebody has pressed, and a recorder has been asked. */
function asked(): { readonly draft: Draft; readonly take: number } {
  const draft = draftOn(sfu, [member('host', { role: 'host' }), member('bo')]);
  command(draft, 'host', {
    type: 'record',
    email: 'host@example.org' as EmailAddress,
    layout: 'grid',
    height: 720,
  });
  noteRecording(draft);
  const take = beginTake(draft, 'one', ghost);
  return { draft: nextChange(draft), take: take?.askedAt ?? 0 };
}

function report(phase: EgressReport['phase'], change: Partial<EgressReport> = {}): EgressReport {
  return {
    ...{ egress: 'EG_1', name: null, phase, startedAt: now + 2_000, durationMs: 0, failure: null },
    ...change,
  };
}

function running(): ReturnType<typeof asked> {
  const { draft, take } = asked();
  takeAnswered(draft, take, 'EG_1');
  hear(draft, take, report('active'));
  return { draft: nextChange(draft), take };
}

function ends(draft: Draft): string[] {
  return draft.events.flatMap(({ event }) =>
    event.type === 'recording-ended' ? [event.reason] : [],
  );
}

describe('a red dot', () => {
  test('is shown when the recorder says that it records, and not before', () => {
    const { draft, take } = asked();
    takeAnswered(draft, take, 'EG_1');
    hear(draft, take, report('starting'));
    expect(recordingStateOf(draft.meeting)).toMatchObject({ state: 'starting', since: null });
    hear(draft, take, report('active'));
    expect(recordingStateOf(draft.meeting)).toMatchObject({
      state: 'on',
      since: now + 2_000,
      parts: 1,
    });
  });

  test('comes once for a webhook that comes twice', () => {
    const { draft, take } = running();
    hear(draft, take, report('active'));
    expect(draft.events).toEqual([]);
  });

  test('comes even when the webhook is quicker than the answer', () => {
    const { draft, take } = asked();
    hear(draft, take, report('active'));
    takeAnswered(draft, take, 'EG_1');
    expect(recordingIn(draft).phase).toBe('on');
  });

  test.each(['busy', 'no-recorder', 'disk-full', 'failed'] as const)('never when %s', (why) => {
    const { draft, take } = asked();
    takeRefused(draft, take, why);
    expect(draft.meeting.recording).toBeNull();
    expect(ends(draft)).toEqual([why]);
    // What the database may know of it is struck.
    expect(draft.finished).toMatchObject([{ takes: [], isBooked: true }]);
  });

  test('goes as soon as a recorder only stores what it has, and the next one begins', () => {
    const { draft, take } = running();
    hear(draft, take, report('ending'));
    expect(recordingIn(draft)).toMatchObject({ phase: 'interrupted', dueAt: draft.now });
    beginTake(draft, 'one', ghost);
    hear(draft, take, report('over', { durationMs: 5_000 }));
    expect(recordingIn(draft).takes).toMatchObject([
      { phase: 'over', durationMs: 5_000 },
      { phase: 'asked' },
    ]);
  });

  test('stays while a recorder stores what it was told to stop', () => {
    const { draft, take } = running();
    command(draft, 'host', { type: 'stop-recording' });
    hear(draft, take, report('ending'));
    expect(recordingIn(draft)).toMatchObject({ phase: 'stopping', takes: [{ failure: null }] });
  });

  test('goes when a recorder ends without having been stopped, and comes back with the next part', () => {
    const { draft, take } = running();
    hear(draft, take, report('over', { durationMs: 5_000, failure: 'It was killed.' }));
    expect(recordingStateOf(draft.meeting)).toMatchObject({ state: 'interrupted', parts: 1 });
    expect(recordingIn(draft).dueAt).toBe(draft.now);
    const next = nextChange(draft, now + 10_000);
    const second = beginTake(next, 'one', { ...ghost, seat: seatId('gg') });
    hear(next, second?.askedAt ?? 0, report('active', { egress: 'EG_2' }));
    expect(recordingStateOf(next.meeting)).toMatchObject({
      state: 'on',
      parts: 2,
      since: now + 2_000,
    });
  });

  test('waits longer each time that the next one fails, and is given up in the end', () => {
    const { draft, take } = running();
    hear(draft, take, report('over', { durationMs: 5_000, failure: 'It was killed.' }));
    const pauses: number[] = [];
    while (draft.meeting.recording !== null) {
      const next = beginTake(draft, 'one', ghost);
      takeRefused(draft, next?.askedAt ?? 0, 'no-recorder');
      const due = draft.meeting.recording?.dueAt;
      if (due !== undefined) pauses.push(due - draft.now);
    }
    expect(pauses.slice(0, 5)).toEqual([1_000, 2_000, 4_000, 8_000, 16_000]);
    expect(Math.max(...pauses)).toBe(60_000);
    expect(ends(draft)).toEqual(['no-recorder']);
    // What was recorded before is seen through.
    expect(draft.finished).toMatchObject([{ takes: [{ egress: 'EG_1' }] }]);
  });

  test('goes when its recorder no longer answers, and comes back with the answer', () => {
    const { draft, take } = running();
    for (const _ of ['once', 'twice']) unanswered(draft, draft.now + 1_000);
    expect(recordingIn(draft).phase).toBe('on');
    unanswered(draft, draft.now + 1_000);
    expect(recordingIn(draft).phase).toBe('interrupted');
    hear(draft, take, report('active'));
    expect(recordingIn(draft)).toMatchObject({ phase: 'on' });
  });

  test('is given up for a recorder that never answers again', () => {
    const { draft } = running();
    for (let tries = 0; tries < 20; tries += 1) unanswered(draft, draft.now + 1_000);
    expect(recordingIn(draft)).toMatchObject({ phase: 'stopping', end: 'no-recorder' });
  });

  test('goes for a recorder that begins and breaks off over and over, with longer and longer pauses', () => {
    let { draft, take } = running();
    const pauses: number[] = [];
    for (let turn = 0; turn < 4; turn += 1) {
      hear(draft, take, report('over', { durationMs: 100, failure: 'It was killed.' }));
      pauses.push(recordingIn(draft).dueAt - draft.now);
      draft = nextChange(draft, draft.now + 5_000);
      take = beginTake(draft, 'one', ghost)?.askedAt ?? 0;
      hear(draft, take, report('active', { startedAt: draft.now }));
    }
    expect(pauses).toEqual([0, 1_000, 2_000, 4_000]);
    draft = nextChange(draft, draft.now + 60_000);
    restUntil(draft, draft.now + 60_000);
    expect(recordingIn(draft).tries).toBe(0);
  });

  test('waits its turn also where the call has gone to another media server', () => {
    const { draft } = running();
    draft.meeting = { ...draft.meeting, transport: { ...sfu, cluster: 'two', epoch: 4 } };
    noteRecording(draft);
    for (const _ of ['once', 'twice']) {
      const next = beginTake(draft, 'two', ghost);
      takeRefused(draft, next?.askedAt ?? 0, 'busy');
      noteRecording(draft);
    }
    expect(recordingIn(draft).dueAt).toBe(draft.now + 1_000);
  });

  test('is doubted when the page that is recorded has lost its socket', () => {
    const { draft } = running();
    ghostCame(draft, publicKey, 'another hash');
    ghostGone(draft, ghostPeer);
    expect(recordingIn(draft).dueAt).toBe(draft.now + 2_000);
  });

  test('goes when that page does not come back, even if the recorder is called active for good', () => {
    const { draft } = running();
    ghostCame(draft, publicKey, 'another hash');
    ghostGone(draft, ghostPeer);
    const [take] = recordingIn(draft).takes;
    if (take === undefined) throw new Error('there is no take');
    const soon = nextChange(draft, draft.now + 2_000);
    restUntil(soon, soon.now + 60_000);
    noteCheck(soon, take);
    expect(recordingIn(soon)).toMatchObject({ phase: 'on', dueAt: draft.now + 20_000 });
    const late = nextChange(soon, draft.now + 20_000);
    missingGhostGone(late, () => false);
    noteCheck(late, take);
    expect(recordingIn(late)).toMatchObject({ phase: 'interrupted', dueAt: late.now });
  });

  test('stays when that page has come back', () => {
    const { draft } = running();
    ghostCame(draft, publicKey, 'another hash');
    const [take] = recordingIn(draft).takes;
    if (take === undefined) throw new Error('there is no take');
    missingGhostGone(draft, () => false);
    ghostCame(draft, publicKey, 'a third hash');
    const late = nextChange(draft, draft.now + 60_000);
    noteCheck(late, take);
    expect(recordingIn(late).phase).toBe('on');
  });

  test('never comes for a recorder that ended before it recorded', () => {
    const { draft, take } = asked();
    hear(draft, take, report('over', { startedAt: null, failure: 'Start signal not received' }));
    expect(ends(draft)).toEqual(['failed']);
  });
});

describe('what is recorded', () => {
  test('has a name of its own each time, whatever the clock says', () => {
    const { draft } = asked();
    const names = [1, 2, 3].map(() => beginTake(draft, 'one', ghost)?.askedAt ?? 0);
    expect(new Set(names)).toHaveLength(3);
    expect(names.every((at) => at % 1_000 === 0)).toBe(true);
  });

  test('is seen through once the recorder was told to stop', () => {
    const { draft } = running();
    command(draft, 'host', { type: 'stop-recording' });
    expect(draft.finished).toEqual([]);
    takeStopped(draft);
    expect(draft.meeting.recording).toBeNull();
    expect(draft.finished).toHaveLength(1);
    expect(ends(draft)).toEqual(['stopped']);
  });

  test('goes on where the call has gone', () => {
    const { draft } = running();
    draft.meeting = { ...draft.meeting, transport: { ...sfu, cluster: 'two', epoch: 4 } };
    noteRecording(draft);
    expect(recordingIn(draft)).toMatchObject({ phase: 'interrupted', dueAt: draft.now });
  });
});

describe('the page that is recorded', () => {
  test('is shown to everybody when it has come, before it is given a key', () => {
    const { draft } = running();
    ghostCame(draft, publicKey, 'another hash');
    expect(recordingStateOf(draft.meeting)?.recorder).toEqual({ seat: seatId('gh'), publicKey });
  });

  test('has known a key that is another one afterwards', () => {
    const { draft } = running();
    ghostCame(draft, publicKey, 'another hash');
    command(draft, 'host', { type: 'stop-recording' });
    takeStopped(draft);
    expect(draft.meeting.encryption.generation).toBe(1);
    expect(draft.deliveries).toContainEqual({
      ...{ kind: 'drop', peer: `${seatId('gh')}-1`, code: 'left' },
    });
  });

  test('changes no key that it was never given', () => {
    const { draft } = running();
    command(draft, 'host', { type: 'stop-recording' });
    takeStopped(draft);
    expect(draft.meeting.encryption.generation).toBe(0);
  });

  test('makes chapters of who speaks, but not of every word', () => {
    let { draft } = running();
    const says = (name: string, at: number) => {
      draft = nextChange(draft, at);
      hearSpeaker(draft, seatId(name));
    };
    says('host', now + 10_000);
    says('bo', now + 11_000);
    says('host', now + 20_000);
    says('bo', now + 30_000);
    says('nobody', now + 40_000);
    expect(recordingIn(draft).chapters).toEqual([
      { at: now + 10_000, kind: 'speaker', label: 'host' },
      { at: now + 30_000, kind: 'speaker', label: 'bo' },
    ]);
  });
});
