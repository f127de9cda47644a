import { AwsClient } from 'aws4fetch';

/** The same names as the settings of everything that stores or reads recordings. */
export interface S3Settings {
  /** Without the bucket, which is the first part of every path. */
  readonly S3_ENDPOINT: string;
  readonly S3_REGION: string;
  readonly S3_BUCKET: string;
  readonly S3_ACCESS_KEY: string;
  readonly S3_SECRET: string;
}

export interface UploadedPart {
  readonly number: number;
  readonly etag: string;
}

/** What a recorder needs of S3. Every request is tried once: whoever asks knows how long to go on. */
export interface S3 {
  put(key: string, body: Uint8Array<ArrayBuffer>, contentType: string): Promise<void>;
  /** Null when there is no such object. */
  size(key: string): Promise<number | null>;
  remove(key: string): Promise<void>;
  /** Answers with the upload's id. */
  beginUpload(key: string, contentType: string): Promise<string>;
  putPart(
    key: string,
    uploadId: string,
    number: number,
    body: Uint8Array<ArrayBuffer>,
  ): Promise<UploadedPart>;
  completeUpload(key: string, uploadId: string, parts: readonly UploadedPart[]): Promise<void>;
  abandonUpload(key: string, uploadId: string): Promise<void>;
  ensureBucket(): Promise<void>;
  /** Where the object is, for whoever may ask for it. */
  locationOf(key: string): string;
}

export class S3Error extends Error {
  override readonly name = 'S3Error';
  readonly status: number;
  /** S3's own, such as `NoSuchUpload`. */
  readonly code: string;

  constructor(status: number, code: string) {
    super(`The storage answered ${status}${code && ` (${code})`}.`);
    this.status = status;
    this.code = code;
  }
}

/** A part is 6 MiB, a small film up to twice that: slow lines must get it through in this time. */
const requestTimeoutMs = 120_000;

/** Any S3-compatible storage, by paths rather than by host names. */
export function createS3(settings: S3Settings): S3 {
  const { S3_ENDPOINT, S3_REGION, S3_BUCKET, S3_ACCESS_KEY, S3_SECRET } = settings;
  const client = new AwsClient({
    accessKeyId: S3_ACCESS_KEY,
    secretAccessKey: S3_SECRET,
    service: 's3',
    region: S3_REGION,
    retries: 0,
  });
  const bucketUrl = `${S3_ENDPOINT.replace(/\/$/, '')}/${S3_BUCKET}`;

  async function ask(method: string, path: string, init: RequestInit = {}): Promise<Response> {
    const signal = AbortSignal.timeout(requestTimeoutMs);
    const answer = await client.fetch(`${bucketUrl}${path}`, { ...init, method, signal });
    if (answer.ok) return answer;
    const [, code = ''] = /<Code>(\w+)<\/Code>/.exec(await answer.text()) ?? [];
    throw new S3Error(answer.status, code);
  }

  async function tell(method: string, path: string, init?: RequestInit): Promise<Response> {
    const answer = await ask(method, path, init);
    await answer.body?.cancel();
    return answer;
  }

  return {
    async put(key, body, contentType) {
      await tell('PUT', pathOf(key), { body, headers: { 'content-type': contentType } });
    },
    async size(key) {
      try {
        const answer = await tell('HEAD', pathOf(key));
        return Number(answer.headers.get('content-length'));
      } catch (error) {
        if (error instanceof S3Error && error.status === 404) return null;
        throw error;
      }
    },
    async remove(key) {
      await tell('DELETE', pathOf(key));
    },
    async beginUpload(key, contentType) {
      const headers = { 'content-type': contentType };
      const answer = await ask('POST', `${pathOf(key)}?uploads=`, { headers });
      return uploadIdIn(await answer.text());
    },
    async putPart(key, uploadId, number, body) {
      const query = new URLSearchParams({ partNumber: String(number), uploadId });
      const answer = await tell('PUT', `${pathOf(key)}?${query}`, { body });
      return { number, etag: answer.headers.get('etag') ?? '' };
    },
    async completeUpload(key, uploadId, parts) {
      const query = new URLSearchParams({ uploadId });
      const answer = await ask('POST', `${pathOf(key)}?${query}`, {
        body: completionOf(parts),
        headers: { 'content-type': 'application/xml' },
      });
      // It may say 200 at once, and then that it failed.
      const [, code] = /<Error>.*<Code>(\w+)<\/Code>/s.exec(await answer.text()) ?? [];
      if (code !== undefined) throw new S3Error(500, code);
    },
    async abandonUpload(key, uploadId) {
      await tell('DELETE', `${pathOf(key)}?${new URLSearchParams({ uploadId })}`);
    },
    async ensureBucket() {
      try {
        await tell('HEAD', '');
      } catch (error) {
        if (!(error instanceof S3Error) || error.status !== 404) throw error;
        await tell('PUT', '');
      }
    },
    locationOf: (key) => `${bucketUrl}${pathOf(key)}`,
  };
}

function pathOf(key: string): string {
  return `/${key.split('/').map(encodeURIComponent).join('/')}`;
}

function uploadIdIn(xml: string): string {
  const [, id] = /<UploadId>([^<]+)<\/UploadId>/.exec(xml) ?? [];
  if (id === undefined) throw new S3Error(502, 'NoUploadId');
  return id.replaceAll('&amp;', '&');
}

function completionOf(parts: readonly UploadedPart[]): string {
  const entries = parts.map(
    ({ number, etag }) =>
      `<Part><PartNumber>${number}</PartNumber><ETag>${etag.replaceAll('"', '&quot;')}</ETag></Part>`,
  );
  return `<CompleteMultipartUpload>${entries.join('')}</CompleteMultipartUpload>`;
}
