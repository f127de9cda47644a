import { createHash } from 'node:crypto';
import { AwsClient } from 'aws4fetch';
import type { RecordingSettings } from './settings.ts';
import { escaped } from './words.ts';

/** Long enough to start a download, short enough that a link that was passed on is soon worthless. */
const urlSeconds = 15 * 60;
/** S3 signs for no longer. */
const longestUrlSeconds = 7 * 24 * 3_600;
const requestTimeoutMs = 20_000;

export function fileOf(name: string): string {
  return `${name}.mp4`;
}

/** Everything from the start: what is left when a recorder was lost with its file. */
export function playlistOf(name: string): string {
  return `${name}/all.m3u8`;
}

/** Only what is current, for whoever watches. */
export function livePlaylistOf(name: string): string {
  return `${name}/live.m3u8`;
}

export interface UrlChoice {
  /** Makes a browser download it under that name. */
  readonly saveAs?: string;
  /** How long it takes until all of it has been asked for. */
  readonly lastsMs?: number;
}

/** Recordings in their S3-compatible storage. None passes through here but playlists, which are a few lines. */
export interface Objects {
  /** Null when there is no such object. */
  size(key: string): Promise<number | null>;
  text(key: string): Promise<string | null>;
  /** At most so many bytes of it, from there on; null when there is no such object, or nothing there. */
  slice(key: string, from: number, bytes: number): Promise<Uint8Array | null>;
  /** Works for minutes. */
  urlOf(key: string, choice?: UrlChoice): Promise<string>;
  /** Everything that belongs to what is named so, unfinished uploads too. */
  removeAll(name: string): Promise<void>;
}

export function createObjects(
  settings: Pick<
    RecordingSettings,
    'S3_ENDPOINT' | 'S3_REGION' | 'S3_BUCKET' | 'S3_ACCESS_KEY' | 'S3_SECRET'
  >,
): Objects {
  const client = new AwsClient({
    accessKeyId: settings.S3_ACCESS_KEY,
    secretAccessKey: settings.S3_SECRET,
    service: 's3',
    region: settings.S3_REGION,
    retries: 0,
  });
  const bucketUrl = `${settings.S3_ENDPOINT.replace(/\/$/, '')}/${settings.S3_BUCKET}`;
  const addressOf = (key: string) => `${bucketUrl}/${encodeURI(key)}`;

  async function ask(
    method: string,
    url: string,
    init: RequestInit = {},
  ): Promise<Response | null> {
    const signal = AbortSignal.timeout(requestTimeoutMs);
    const answer = await client.fetch(url, { ...init, method, signal });
    if (answer.ok) return answer;
    await answer.body?.cancel();
    if (answer.status === 404 || answer.status === 416) return null;
    throw new Error(`The storage answered ${answer.status}.`);
  }

  async function remove(url: string): Promise<void> {
    const answer = await ask('DELETE', url);
    await answer?.body?.cancel();
  }

  /** All at once: an hour is hundreds of segments, and a Worker may send few requests. */
  async function removeKeys(keys: readonly string[]): Promise<void> {
    const objects = keys.map((key) => `<Object><Key>${escaped(key)}</Key></Object>`).join('');
    const body = `<Delete><Quiet>true</Quiet>${objects}</Delete>`;
    const md5 = createHash('md5').update(body).digest('base64');
    const headers = { 'content-md5': md5, 'content-type': 'application/xml' };
    const answer = await ask('POST', `${bucketUrl}?delete=`, { body, headers });
    const [failure] = textsIn((await answer?.text()) ?? '', 'Code');
    if (failure !== undefined) throw new Error(`The storage did not delete: ${failure}.`);
  }

  /** The first thousand: what was found is removed before more is asked for. */
  async function keysOf(name: string): Promise<string[]> {
    const query = new URLSearchParams({ 'list-type': '2', prefix: name });
    const answer = await ask('GET', `${bucketUrl}?${query}`);
    return textsIn((await answer?.text()) ?? '', 'Key').filter((key) => belongsTo(key, name));
  }

  async function removeUploads(name: string): Promise<void> {
    const query = new URLSearchParams({ prefix: name });
    const answer = await ask('GET', `${bucketUrl}?uploads=&${query}`);
    const xml = (await answer?.text()) ?? '';
    const [keys, ids] = [textsIn(xml, 'Key'), textsIn(xml, 'UploadId')];
    for (const [index, key] of keys.entries()) {
      const uploadId = ids[index];
      if (uploadId === undefined || !belongsTo(key, name)) continue;
      await remove(`${addressOf(key)}?${new URLSearchParams({ uploadId })}`);
    }
  }

  return {
    async size(key) {
      const answer = await ask('HEAD', addressOf(key));
      return answer && Number(answer.headers.get('content-length'));
    },
    async text(key) {
      const answer = await ask('GET', addressOf(key));
      return answer === null ? null : answer.text();
    },
    async slice(key, from, bytes) {
      const headers = { range: `bytes=${from}-${from + bytes - 1}` };
      const answer = await ask('GET', addressOf(key), { headers });
      // A storage that sent all of it would send a film.
      if (answer !== null && answer.status !== 206) {
        await answer.body?.cancel();
        return null;
      }
      return answer && new Uint8Array(await answer.arrayBuffer());
    },
    async urlOf(key, { saveAs, lastsMs = 0 } = {}) {
      const url = new URL(addressOf(key));
      const seconds = Math.min(longestUrlSeconds, urlSeconds + Math.ceil(lastsMs / 1_000));
      url.searchParams.set('X-Amz-Expires', String(seconds));
      if (saveAs !== undefined) {
        url.searchParams.set('response-content-disposition', `attachment; filename="${saveAs}"`);
      }
      const signed = await client.sign(url.href, { method: 'GET', aws: { signQuery: true } });
      return signed.url;
    },
    async removeAll(name) {
      for (;;) {
        const keys = await keysOf(name);
        if (keys.length === 0) break;
        await removeKeys(keys);
      }
      await removeUploads(name);
    },
  };
}

/** What is named after it, and not what only begins alike. */
function belongsTo(key: string, name: string): boolean {
  return key === fileOf(name) || key.startsWith(`${name}/`) || key.startsWith(`${name}.`);
}

function textsIn(xml: string, element: string): string[] {
  const pattern = new RegExp(`<${element}>([^<]*)</${element}>`, 'g');
  return [...xml.matchAll(pattern)].map(([, text = '']) => text.replaceAll('&amp;', '&'));
}
