import { expect } from 'vitest';
import { type ErrorCode, errorKinds, errorOfCloseCode } from '../../edge/protocol/errors.ts';
import type { MeetingId } from '../../edge/protocol/ids.ts';
import type { CreatedMeeting } from '../../edge/protocol/rest.ts';
import type { ServerMessage } from '../../edge/protocol/room-messages.ts';
import { createMeeting, joinRoom, type Member, type RoomClient } from '../support/room-client.ts';
import { untilClosed } from '../support/socket.ts';

/** Somebody in a room of their own, who must never hear of what happens in others. */
export interface Elsewhere {
  readonly member: Member;
  readonly created: CreatedMeeting;
  expectUndisturbed(): Promise<void>;
}

export async function openElsewhere(origin: string): Promise<Elsewhere> {
  const created = await createMeeting(origin);
  const member = await joinRoom(origin, created.id, 'Alone', { hostToken: created.host.token });
  let rounds = 0;
  return {
    member,
    created,
    expectUndisturbed: async () => {
      rounds += 1;
      await chat(member, [member], `alone ${rounds}`);
      const heard = member.client.events.history.map(({ event }) =>
        event.type === 'chat' ? event.message.text : event.type,
      );
      expect(heard).toEqual(Array.from({ length: rounds }, (_, round) => `alone ${round + 1}`));
    },
  };
}

/** A room with a host and a guest who only want to talk. */
export interface HostileScene {
  readonly origin: string;
  readonly created: CreatedMeeting;
  readonly meeting: MeetingId;
  readonly host: Member;
  readonly guest: Member;
  readonly elsewhere: Elsewhere;
  /** The two still chat, and the other room has heard of nothing. */
  expectUnharmed(): Promise<void>;
  close(): void;
}

export async function openHostileScene(
  origin: string,
  elsewhere: Elsewhere,
): Promise<HostileScene> {
  const created = await createMeeting(origin);
  const host = await joinRoom(origin, created.id, 'Host', { hostToken: created.host.token });
  const guest = await joinRoom(origin, created.id, 'Guest');
  return {
    origin,
    created,
    meeting: created.id,
    host,
    guest,
    elsewhere,
    expectUnharmed: async () => {
      await chat(host, [host, guest], 'the host still talks');
      await chat(guest, [host, guest], 'the guest still talks');
      await elsewhere.expectUndisturbed();
    },
    close: () => {
      for (const { client } of [host, guest]) client.close();
    },
  };
}

async function chat(from: Member, to: readonly Member[], text: string): Promise<void> {
  expect(await from.client.command({ type: 'chat', text })).toMatchObject({ type: 'done' });
  for (const { client } of to) {
    await client.takeEvent('chat', ({ message }) => message.text === text);
  }
}

/** How the room answered: the code of its refusal, or of the close with which it ended the socket. */
export interface Verdict {
  readonly code: ErrorCode | `close ${number}`;
  readonly closed: boolean;
}

type Answer = Extract<ServerMessage, { type: 'refused' | 'closing' }>;

export async function verdictOf(client: RoomClient): Promise<Verdict> {
  const isAnswer = (message: ServerMessage): message is Answer =>
    message.type === 'refused' || message.type === 'closing';
  const answer = await client.messages.take('a refusal', isAnswer).catch(() => undefined);
  if (answer?.type === 'refused') return { code: answer.error.code, closed: false };
  const { code: closeCode } = await untilClosed(client);
  // What it says last and how it closes must be the same thing.
  if (answer) expect(closeCode).toBe(errorKinds[answer.error.code].closeCode);
  return { code: errorOfCloseCode(closeCode) ?? `close ${closeCode}`, closed: true };
}
