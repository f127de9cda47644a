import { expect, test } from 'vitest';
import type { Command } from '../../../../edge/protocol/commands.ts';
import {
  RecordingNews,
  type RecordingNewsPorts,
} from '../../../../edge/room/drivers/recording-links.ts';
import { command, draftOn, member, memberIn, nextChange, now } from '../../support/rules.ts';

const press: Command = { type: 'record', email: null, layout: 'grid', height: 720 };
const settings = {
  ...{ HOLLER_ORIGIN: 'https://h.example', RECORDING_SECRET: 'x'.repeat(32), RECORDING_DAYS: null },
  ...{ S3_ENDPOINT: 'https://s3.example', S3_REGION: 'auto' },
  ...{ S3_BUCKET: 'films', S3_ACCESS_KEY: 'key', S3_SECRET: 'secret' },
};

test.each([
  ['aac', ['live', 'recording']],
  ['opus', ['recording']],
] as const)('a recorder that makes %s tells the host, when it begins, of: %j', (audio, offered) => {
  const transport = { kind: 'sfu', epoch: 3, cluster: 'one', stirredAt: now } as const;
  const asked = draftOn(transport, [member('host', { role: 'host' }), member('ann')]);
  expect(command(asked, 'host', press)).toBe('ok');
  const draft = nextChange(asked);
  const { recording } = draft.meeting;
  if (recording === null) throw new Error('Nothing is recorded');
  draft.meeting = { ...draft.meeting, recording: { ...recording, phase: 'on', since: now } };

  const told: unknown[] = [];
  const news = new RecordingNews({
    settings: { ...settings, EGRESS_AUDIO: audio },
    room: 'room',
    sockets: {
      tell: (_: unknown, message: { link: { about: string } }) => told.push(message.link.about),
    },
    leftovers: { all: () => [] },
    core: () => ({ meeting: draft.meeting }),
  } as unknown as RecordingNewsPorts);
  news.follow(draft);
  expect(told).toEqual(offered);
  told.length = 0;
  news.catchUp(memberIn(draft, 'host'));
  expect(told).toEqual(offered);
});
