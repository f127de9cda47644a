import { vi } from 'vitest';
import { type Member, newMeeting, type TestMeeting } from './meeting.ts';

/** A page that can use a media server. */
export const capable = { capabilities: ['mesh', 'sfu'] };

export async function meshOf(count: number, meeting: TestMeeting): Promise<Member[]> {
  const members = [await meeting.join('Host', { ...capable, hostToken: meeting.hostToken })];
  while (members.length < count) {
    vi.setSystemTime(Date.now() + 1);
    members.push(await meeting.join(`Guest ${members.length}`, capable));
  }
  return members;
}

export interface Call {
  readonly meeting: TestMeeting;
  readonly host: Member;
  readonly guest: Member;
  readonly all: readonly Member[];
}

/** Six people, who are on their way to a media server. */
export async function movingCall(): Promise<Call> {
  const meeting = await newMeeting();
  const five = await meshOf(5, meeting);
  return callOf(meeting, [...five, await meeting.join('Sixth', capable)]);
}

export function callOf(meeting: TestMeeting, all: readonly Member[]): Call {
  const [host, guest] = all;
  if (!host || !guest) throw new Error('nobody is there');
  return { meeting, host, guest, all };
}

export async function movedCall(): Promise<Call> {
  const call = await movingCall();
  for (const member of call.all) member.send({ type: 'move', epoch: 2, step: 'ready' });
  for (const member of call.all) {
    await member.takeEvent('transport', ({ transport }) => transport.kind === 'sfu');
  }
  return call;
}
