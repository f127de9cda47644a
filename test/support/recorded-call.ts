import type { RecordingState } from '../../edge/protocol/recording.ts';
import type { CreatedMeeting, CreateMeeting } from '../../edge/protocol/rest.ts';
import type { ServerMessage } from '../../edge/protocol/room-messages.ts';
import { createMeeting, type HelloOptions, joinRoom, type Member } from './room-client.ts';

type Link = Extract<ServerMessage, { type: 'recording-link' }>['link'];

/** People who are in a call as far as the edge can see, and move with it; nothing of theirs reaches LiveKit. */
export interface RecordedCall {
  readonly created: CreatedMeeting;
  readonly host: Member;
  readonly guests: readonly Member[];
  readonly all: readonly Member[];
  /** `host` presses, or whoever is named. */
  press(by?: Member, email?: string | null): ReturnType<Member['client']['command']>;
  untilRecording(
    fits: (recording: RecordingState | null) => boolean,
    timeoutMs?: number,
    by?: Member,
  ): Promise<RecordingState | null>;
  untilOn(timeoutMs?: number): Promise<RecordingState>;
  untilLink(about: Link['about'], by?: Member, timeoutMs?: number): Promise<Link>;
  close(): void;
}

const capabilities = ['mesh', 'sfu'];

export async function openRecordedCall(
  origin: string,
  count: number,
  options: Partial<CreateMeeting> = {},
): Promise<RecordedCall> {
  const created = await createMeeting(origin, options);
  const host = await comeToMove(origin, created, 'Host', { hostToken: created.host.token });
  const guests: Member[] = [];
  while (guests.length < count - 1) {
    guests.push(await comeToMove(origin, created, `Guest ${guests.length + 1}`));
  }
  const all = [host, ...guests];

  const untilRecording: RecordedCall['untilRecording'] = async (fits, timeoutMs, by = host) => {
    const { recording } = await by.client.takeEvent(
      'recording',
      (event) => fits(event.recording),
      timeoutMs,
    );
    return recording;
  };

  return {
    ...{ created, host, guests, all, untilRecording },
    press: async (by = host, email = null) =>
      by.client.command({
        type: 'record',
        email: email as never,
        layout: 'grid',
        height: 720,
      }),
    async untilOn(timeoutMs = 30_000) {
      const recording = await untilRecording((each) => each?.state === 'on', timeoutMs);
      if (recording === null) throw new Error('nothing is recorded');
      return recording;
    },
    async untilLink(about, by = host, timeoutMs = 30_000) {
      const isIt = (message: ServerMessage): message is Extract<ServerMessage, { link: Link }> =>
        message.type === 'recording-link' && message.link.about === about;
      const { link } = await by.client.messages.take(`a link to what is ${about}`, isIt, timeoutMs);
      return link;
    },
    close() {
      for (const { client } of all) client.close();
    },
  };
}

/** Somebody whose page goes along with every move at once. */
export async function comeToMove(
  origin: string,
  { id }: CreatedMeeting,
  name: string,
  options: HelloOptions = {},
): Promise<Member> {
  const member = await joinRoom(origin, id, name, { capabilities, ...options });
  void follow(member).catch(() => {});
  return member;
}

/** Until its socket closes. */
async function follow({ client }: Member): Promise<void> {
  for (;;) {
    const { epoch } = await client.take('your-turn', 600_000);
    client.send({ type: 'move', epoch, step: 'published' });
    client.send({ type: 'move', epoch, step: 'ready' });
  }
}
