import { setTimeout as delay } from 'node:timers/promises';
import {
  EgressInfo,
  EgressStatus,
  ListEgressRequest,
  ListEgressResponse,
  RoomCompositeEgressRequest,
} from '@livekit/protocol';
import {
  AccessToken,
  EgressClient,
  EncodedFileOutput,
  EncodingOptions,
  EncodingOptionsPreset,
  type RoomCompositeOptions,
  S3Upload,
  StreamOutput,
} from 'livekit-server-sdk';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type RecordingScene,
  type SceneRecorder,
  setRecordingScene,
  whyNotRecordHere,
} from '../../support/recording-scene.ts';
import { skipBecause } from '../../support/skip.ts';

describe('requests to the recorder', skipBecause(whyNotRecordHere), () => {
  let scene: RecordingScene;
  let recorder: SceneRecorder;

  beforeAll(async () => {
    scene = await setRecordingScene();
    recorder = await scene.startRecorder();
  }, 60_000);

  afterAll(async () => {
    // Whatever was refused has started nothing.
    expect((await recorder?.client.listEgress({ active: true })) ?? []).toEqual([]);
    await scene?.stop();
  });

  it.each([
    '../escape.mp4',
    'calls/../../escape.mp4',
    '/etc/passwd',
    'calls//m1.mp4',
    'calls/./m1.mp4',
    '.hidden.mp4',
    'calls/%2e%2e/m1.mp4',
    's3://other/m1.mp4',
    'calls\\m1.mp4',
    'm1\0.mp4',
    '{room_name}.mp4',
    'calls/',
    `${'long'.repeat(200)}.mp4`,
    '',
  ])('refuses to write to %j', async (path) => {
    const refusal = { code: 'invalid_argument', status: 400 };
    await expect(recorder.record(path)).rejects.toMatchObject(refusal);
  });

  const layoutsAndSizes: readonly [what: string, options: RoomCompositeOptions][] = [
    ['a layout that there is not', { layout: 'grid2' }],
    ['a layout that is a path', { layout: '../speaker' }],
    ['a page that is a file', { customBaseUrl: 'file:///etc/passwd' }],
    ['no page at all', { customBaseUrl: '' }],
    ['60 pictures a second', { encodingOptions: EncodingOptionsPreset.H264_1080P_60 }],
    ['another size', { encodingOptions: new EncodingOptions({ width: 640, height: 360 }) }],
    ['sound alone', { audioOnly: true }],
  ];
  it.each(layoutsAndSizes)('refuses %s', async (_what, options) => {
    await expect(recorder.record('m.mp4', '', options)).rejects.toMatchObject({
      code: 'invalid_argument',
    });
  });

  it('refuses other storages than its own, streams, and webhooks that it cannot sign', async () => {
    const { url } = scene.pages;
    const start = (output: Parameters<EgressClient['startRoomCompositeEgress']>[1], more = {}) =>
      recorder.client.startRoomCompositeEgress('a-room', output, { customBaseUrl: url, ...more });
    const refusal = { code: 'invalid_argument' };
    const elsewhere = new EncodedFileOutput({
      filepath: 'm.mp4',
      output: { case: 's3', value: new S3Upload({ bucket: 'others' }) },
    });
    await expect(start({ file: elsewhere })).rejects.toMatchObject(refusal);
    const stream = new StreamOutput({ urls: ['rtmp://127.0.0.1/live'] });
    await expect(start({ stream })).rejects.toMatchObject(refusal);
    const file = new EncodedFileOutput({ filepath: 'm.mp4' });
    const webhooks = [{ url, signingKey: 'another' }];
    await expect(start({ file }, { webhooks })).rejects.toMatchObject(refusal);
  });

  it('knows only rooms and recordings that there are', async () => {
    const file = new EncodedFileOutput({ filepath: 'm.mp4' });
    const options = { customBaseUrl: scene.pages.url };
    const missing = { code: 'not_found', status: 404 };
    const { client } = recorder;
    await expect(
      client.startRoomCompositeEgress('no-room', { file }, options),
    ).rejects.toMatchObject(missing);
    await expect(client.stopEgress('EG_nothing')).rejects.toMatchObject(missing);
    await expect(client.updateLayout('../../../etc', 'grid')).rejects.toMatchObject(missing);
    await expect(client.startWebEgress('http://127.0.0.1/', { file })).rejects.toMatchObject({
      code: 'unimplemented',
    });
  });

  it('listens only to who signs with its keys and may record', async () => {
    const { key, secret } = scene.keys;
    const stranger = new EgressClient(recorder.url, key, 'x'.repeat(40));
    await expect(stranger.listEgress()).rejects.toMatchObject({ status: 401 });
    const token = new AccessToken(key, secret, { identity: 'ann' });
    token.addGrant({ roomJoin: true, room: 'a-room' });
    const guest = new EgressClient(recorder.url, undefined, undefined, {
      token: await token.toJwt(),
    });
    await expect(guest.listEgress()).rejects.toMatchObject({ code: 'unauthenticated' });
    const answer = await fetch(`${recorder.url}/twirp/livekit.Egress/ListEgress`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    expect(answer.status).toBe(401);
  });

  it.each([
    ['text that is not JSON', 'application/json', '{"room'],
    ['bytes that are no message', 'application/protobuf', '\u00ff\u00ff\u00ff'],
    ['more than anybody needs', 'application/json', `{"roomName":"${'x'.repeat(300_000)}"}`],
  ])('refuses %s', async (_what, type, body) => {
    const answer = await call('StartRoomCompositeEgress', type, Buffer.from(body, 'latin1'));
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ code: 'malformed' });
  });

  it('speaks protobuf as well, and tells listeners later what they missed, in order', async () => {
    const request = new RoomCompositeEgressRequest({
      ...{ roomName: 'a-room', customBaseUrl: `${scene.pages.url}?silent` },
      fileOutputs: [new EncodedFileOutput({ filepath: 'p.mp4' })],
    });
    scene.listener.setAway(true);
    const type = 'application/protobuf';
    const answer = await call('StartRoomCompositeEgress', type, request.toBinary());
    expect(answer.headers.get('content-type')).toBe(type);
    const info = EgressInfo.fromBinary(new Uint8Array(await answer.arrayBuffer()));
    expect(EgressStatus[info.status]).toBe('EGRESS_STARTING');
    await expect(recorder.record('p.mp4')).rejects.toMatchObject({ code: 'already_exists' });

    await recorder.client.stopEgress(info.egressId);
    await delay(1_000);
    const active = new ListEgressRequest({ egressId: info.egressId });
    const list = await call('ListEgress', type, active.toBinary());
    const { items } = ListEgressResponse.fromBinary(new Uint8Array(await list.arrayBuffer()));
    expect(items.map(({ egressId }) => egressId)).toEqual([info.egressId]);

    scene.listener.setAway(false);
    await recorder.untilOver(info.egressId);
    const events = scene.listener.told.history.map(({ event, status }) => `${event} ${status}`);
    expect(events).toEqual(['egress_started EGRESS_STARTING', 'egress_ended EGRESS_ABORTED']);
    expect(scene.listener.refused).toEqual([]);
  });

  async function call(name: string, type: string, body: Uint8Array) {
    const token = new AccessToken(scene.keys.key, scene.keys.secret);
    token.addGrant({ roomRecord: true });
    return fetch(`${recorder.url}/twirp/livekit.Egress/${name}`, {
      method: 'POST',
      headers: { 'content-type': type, authorization: `Bearer ${await token.toJwt()}` },
      body: Buffer.from(body),
    });
  }
});
