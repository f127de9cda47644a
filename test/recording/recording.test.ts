import { setTimeout as delay } from 'node:timers/promises';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  LiveView,
  MeetingRecordings,
  RecordingAddress,
  RecordingView,
} from '../../edge/protocol/recordings-rest.ts';
import { factsOf } from '../support/movie.ts';
import { openRecordedCall } from '../support/recorded-call.ts';
import { whyNotRecord } from '../support/recording-scene.ts';
import {
  hasSegments,
  isRecorderOurs,
  type RecordingStack,
  startRecordingStack,
} from '../support/recording-stack.ts';
import { skipBecause } from '../support/skip.ts';

describe('a call is recorded', skipBecause(whyNotRecord), () => {
  let place: RecordingStack;

  beforeAll(async () => {
    place = await startRecordingStack();
    await place.startRecorder();
  }, 120_000);

  afterAll(() => place?.stop());

  const api = (path: string, init?: RequestInit) => fetch(`${place.origin}/api${path}`, init);

  /** Segments come from the storage, each with an address of its own. */
  async function expectPlayableLive(token: string): Promise<string> {
    for (let tries = 0; tries < 100; tries += 1) {
      const { playlistUrl } = v.parse(LiveView, await (await api(`/live/${token}`)).json());
      const playlist = await fetch(`${place.origin}${playlistUrl}`);
      const segment = /^http\S+$/m.exec(await playlist.text())?.[0];
      if (playlist.ok && segment !== undefined) {
        const media = await fetch(segment);
        expect(media.headers.get('content-type')).toBe(isRecorderOurs ? 'video/mp4' : 'video/mp2t');
        expect((await media.arrayBuffer()).byteLength).toBeGreaterThan(1_000);
        return segment;
      }
      await delay(200);
    }
    throw new Error('there was nothing to watch');
  }

  /** By one, who is counted. */
  async function expectWatched(live: string): Promise<string> {
    const watching = v.parse(LiveView, await (await api(`/live/${live}`)).json());
    expect(watching).toMatchObject({ state: 'on', viewers: 0 });
    const beats = await api(`/live/${live}/viewers`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ viewer: 'somebody-who-watches' }),
    });
    expect(await beats.json()).toEqual({ viewers: 1 });
    return expectPlayableLive(live);
  }

  async function read(path: string): Promise<RecordingView> {
    return v.parse(RecordingView, await (await api(`/recordings/${tokenIn(path)}`)).json());
  }

  it('and becomes a film behind a link, for those who pressed', { timeout: 90_000 }, async () => {
    const call = await openRecordedCall(place.origin, 3, { name: 'Monday' });
    const [ann, bo] = call.guests;
    expect(await call.press(ann, 'ann@example.org')).toMatchObject({ type: 'done' });
    const on = await call.untilOn();
    expect(on).toMatchObject({ by: ann?.joined.you, parts: 1, byName: 'Guest 1' });
    expect(await call.press(bo, 'bo@example.org')).toMatchObject({ type: 'done' });
    await delay(4_000);
    await call.host.client.command({ type: 'stop-recording' });
    await call.untilRecording((recording) => recording === null);
    const [mail, second] = [
      await place.untilMail('ann@example.org'),
      await place.untilMail('bo@example.org'),
    ];
    expect(mail.subject).toMatch(/^Recording of “Monday”, \d{4}-/);
    const shown = await call.untilLink('ready', ann);
    expect(linkIn(mail.text)).toBe(shown.path);
    expect(linkIn(second.text)).not.toBe(shown.path);

    const view = await read(shown.path);
    expect(view).toMatchObject({ meeting: 'Monday', state: 'ready', owner: true });
    expect(view.names.toSorted()).toEqual(['Guest 1', 'Guest 2', 'Host']);
    expect(await read(linkIn(second.text))).toMatchObject({ owner: false });
    const [part] = view.parts;
    const movie = await fetch(part?.url ?? '');
    const facts = await factsOf(Buffer.from(await movie.arrayBuffer()));
    expect(Math.abs(facts.seconds - view.durationMs / 1_000)).toBeLessThan(0.5);
    const download = await fetch(part?.downloadUrl ?? '');
    expect(download.headers.get('content-disposition')).toMatch(
      /^attachment; filename="\w+\.mp4"$/,
    );
    await download.body?.cancel();
    expect(place.mailsTo('ann@example.org')).toHaveLength(1);
    call.close();
  });

  it('over REST as well, until its owner deletes it', { timeout: 90_000 }, async () => {
    const call = await openRecordedCall(place.origin, 1);
    const headers = {
      authorization: `Bearer ${call.created.host.token}`,
      'content-type': 'application/json',
    };
    const recordings = `/meetings/${call.created.id}/recordings`;
    const ask = (method: string, path = '', body?: object) =>
      api(`${recordings}${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) });

    expect((await ask('DELETE', '/current')).status).toBe(404);
    const started = await ask('POST', '', { layout: 'speaker' });
    const { recording, path } = v.parse(RecordingAddress, await started.json());
    expect(await call.untilOn()).toMatchObject({ by: null, layout: 'speaker' });
    const added = await ask('POST', '/current/recipients', { email: 'cy@example.org' });
    const cy = v.parse(RecordingAddress, await added.json());
    expect(cy).toMatchObject({ recording });
    expect(await read(cy.path)).toMatchObject({ state: 'recording', owner: false });
    const listed = v.parse(MeetingRecordings, await (await ask('GET')).json());
    expect(listed.recordings).toMatchObject([{ recording, state: 'recording', phase: 'on' }]);
    expect(await read(path)).toMatchObject({ state: 'recording', parts: [], owner: true });

    const live = listed.recordings[0]?.livePath ?? null;
    expect(live !== null).toBe(hasSegments);
    const segment = live && (await expectWatched(tokenIn(live)));
    expect((await ask('DELETE', '/current')).status).toBe(204);
    await place.untilMail('cy@example.org');
    expect((await read(path)).state).toBe('ready');
    const [part] = (await read(path)).parts;
    const gone = await api(`/recordings/${tokenIn(path)}`, { method: 'DELETE' });
    expect(gone.status).toBe(204);
    expect(await read(path)).toMatchObject({ state: 'deleted', parts: [], meeting: '', names: [] });
    expect((await fetch(part?.url ?? '')).status).toBe(404);
    expect(
      await place.s3.size(new URL(part?.url ?? '').pathname.split('/').at(-1) ?? ''),
    ).toBeNull();
    if (segment !== null) expect((await fetch(segment)).status).toBe(404);

    expect(
      (await api(`/meetings/${call.created.id}/end`, { method: 'POST', headers })).status,
    ).toBe(204);
    const left = v.parse(MeetingRecordings, await (await ask('GET')).json());
    expect(left.recordings).toMatchObject([{ recording, state: 'deleted', phase: null }]);
    expect((await api(recordings)).status).toBe(410);
    call.close();
  });

  it('and is mailed to few who are not in the call, and of nothing to nobody', {
    timeout: 90_000,
  }, async () => {
    const call = await openRecordedCall(place.origin, 1);
    const headers = {
      authorization: `Bearer ${call.created.host.token}`,
      'content-type': 'application/json',
    };
    const post = async (path: string, email: string | null) => {
      const init = { method: 'POST', headers, body: JSON.stringify({ email }) };
      return (await api(`/meetings/${call.created.id}/recordings${path}`, init)).status;
    };
    expect(await post('', 'outside-0@example.org')).toBe(200);
    for (let count = 1; count < 10; count += 1) {
      expect(await post('/current/recipients', `outside-${count}@example.org`)).toBe(200);
    }
    expect(await post('/current/recipients', 'outside-10@example.org')).toBe(429);
    expect(await post('', 'outside-10@example.org')).toBe(429);
    // Somebody in the call still may.
    expect(await call.press(call.host, 'host@example.org')).toMatchObject({ type: 'done' });
    await call.host.client.command({ type: 'stop-recording' });
    await call.host.client.takeEvent('recording-ended');
    await delay(3_000);
    expect(
      place.mail.mails.filter(({ to }) => to.some((each) => /outside|host/.test(each))),
    ).toEqual([]);
    call.close();
  });

  const liveView = skipBecause(!hasSegments && 'the recorder makes the film alone');
  it('and its live view asks to be left out of searches', liveView, async () => {
    const call = await openRecordedCall(place.origin, 1);
    await call.press();
    const { path } = await call.untilLink('live');
    const live = await fetch(`${place.origin}${path}`);
    expect(live.headers.get('x-robots-tag')).toContain('noindex');
    await call.host.client.command({ type: 'stop-recording' });
    call.close();
  });

  it('and its link previews well, and asks to be left out of searches', {
    timeout: 60_000,
  }, async () => {
    const call = await openRecordedCall(place.origin, 1, { name: '<Tea> & "cake"' });
    await call.press();
    await call.untilOn();
    await delay(2_000);
    await call.host.client.command({ type: 'stop-recording' });
    const { path } = await call.untilLink('ready');
    const page = await fetch(`${place.origin}${path}`);
    expect(page.status).toBe(200);
    expect(page.headers.get('x-robots-tag')).toContain('noindex');
    expect(page.headers.get('content-security-policy')).toContain(
      `media-src ${place.s3Endpoint} 'self'`,
    );
    const html = await page.text();
    expect(html).toContain('<meta name="robots" content="noindex');
    expect(html).toMatch(/og:title" content="Recording of “&lt;Tea&gt; &amp; &quot;cake&quot;”, /);
    expect(html).toContain('<script type="module"');
    const nowhere = await fetch(`${place.origin}/r/${'A'.repeat(43)}`);
    expect(nowhere.status).toBe(404);
    expect(await nowhere.text()).not.toContain('og:title');
    call.close();
  });
});

function linkIn(text: string): string {
  const [, path] = /https?:\/\/[^/]+(\/r\/\S+)/.exec(text) ?? [];
  if (path === undefined) throw new Error(`there is no link in ${text}`);
  return path;
}

function tokenIn(path: string): string {
  return path.split('/').at(-1) ?? '';
}
