import { mkdtempSync, statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import {
  EgressClient,
  type EgressInfo,
  EncodedFileOutput,
  type RoomCompositeOptions,
  RoomServiceClient,
} from 'livekit-server-sdk';
import { findBrowser } from '../../media/browser/find-browser.ts';
import { keysIn } from '../../media/livekit/keys.ts';
import { type LiveKitNode, startNode } from '../../media/livekit/node.ts';
import { findLiveKit } from '../../media/livekit/program.ts';
import { type RecorderServer, startRecorder } from '../../media/recorder/launch.ts';
import { findStorage } from '../../media/storage/program.ts';
import { createS3, type S3 } from '../../media/storage/s3.ts';
import { type StorageServer, startStorage } from '../../media/storage/storage.ts';
import { downloadFrom } from './download.ts';
import { type EgressListener, listenForEgress, type Told } from './egress-listener.ts';
import { outsideMedia } from './outside-media.ts';
import { commandOf, processesWith } from './process-load.ts';
import { type RecordedPages, serveRecordedPages } from './recorded-page.ts';

const browser = await findBrowser();
const liveKit = await findLiveKit();
const storageProgram = await findStorage();
const outside = outsideMedia();

const hasStorage = storageProgram?.preparation === null;

const noStorage = 'there is no way to run an S3 server here';

/** Completes "Skipped, because …". Null when all that a recording needs can be had without building it first. */
export const whyNotRecordHere = nameMissingPart();

/** The same, of a recorder wherever it runs. */
export const whyNotRecord =
  outside === null ? whyNotRecordHere : outside.storage !== null || hasStorage ? null : noStorage;

function nameMissingPart(): string | null {
  if (browser?.preparation !== null) return 'there is no browser to record with here';
  if (liveKit?.preparation !== null) return 'there is no way to run LiveKit here';
  return hasStorage ? null : noStorage;
}

const endTimeoutMs = 20_000;
const room = 'a-room';

/** LiveKit, S3, pages to record and somebody who hears of it: all real, but for the page. */
export interface RecordingScene {
  readonly liveKit: LiveKitNode & { readonly url: string };
  readonly keys: { readonly key: string; readonly secret: string };
  readonly storage: StorageServer;
  readonly s3: S3;
  readonly pages: RecordedPages;
  readonly listener: EgressListener;
  startRecorder(options?: SceneRecorderOptions): Promise<SceneRecorder>;
  download(key: string): Promise<Buffer<ArrayBuffer>>;
  stop(): Promise<void>;
}

export interface SceneRecorderOptions {
  readonly settings?: Readonly<Record<string, string>>;
  readonly storage?: StorageServer['settings'];
}

export interface SceneRecorder extends RecorderServer {
  readonly folder: string;
  readonly client: EgressClient;
  /** A recording of the page with these parameters, as an MP4 of this name. */
  record(file: string, page?: string, options?: RoomCompositeOptions): Promise<EgressInfo>;
  /** The same, once it runs. */
  recordActive(...how: Parameters<SceneRecorder['record']>): Promise<string>;
  untilActive(egressId: string): Promise<Told>;
  untilOver(egressId: string, timeoutMs?: number): Promise<Told>;
  /** Resolves when some of a recording is on its disk. */
  untilSpooled(egressId: string): Promise<void>;
  /** Of its browsers, without their helpers. Empty where the system has no `/proc`. */
  browsers(): number[];
}

export async function setRecordingScene(): Promise<RecordingScene> {
  if (liveKit === null || browser === null) throw new Error('There is no LiveKit, or no browser');
  const folder = mkdtempSync(join(tmpdir(), 'holler-recording-'));
  const keys = keysIn(folder);
  const node = await startNode(liveKit, { folder, keys, webhookUrl: 'http://127.0.0.1:9/' });
  const storage = await startStorage({ folder });
  if (storage === null) throw new Error('There is no S3 server');
  await Promise.all([node.ready, storage.ready]);
  const url = `ws://127.0.0.1:${node.port}`;
  const rooms = new RoomServiceClient(`http://127.0.0.1:${node.port}`, keys.key, keys.secret);
  await rooms.createRoom({ name: room, emptyTimeout: 3_600 });
  const pages = await serveRecordedPages();
  const listener = await listenForEgress(keys.key, keys.secret);
  const recorders: RecorderServer[] = [];

  return {
    liveKit: { ...node, url },
    keys,
    storage,
    s3: createS3(storage.settings),
    pages,
    listener,
    async startRecorder(options = {}) {
      const own = mkdtempSync(join(folder, 'recorder-'));
      const server = await startRecorder({
        ...{ folder: own, browser },
        liveKit: { ...keys, url },
        storage: options.storage ?? storage.settings,
        webhookUrls: [listener.url],
        settings: { RECORDER_CPUS: '8', ...options.settings },
      });
      recorders.push(server);
      await server.ready;
      const client = new EgressClient(server.url, keys.key, keys.secret);
      const browsers = () => processesWith(`TMPDIR=${join(own, 'browsers')}`).filter(isBrowser);
      return {
        ...{ ...server, folder: own, client, browsers },
        ...actionsOf(client, pages, listener),
        untilSpooled: (id) => untilLarge(join(own, 'spool', id, 'capture.mp4')),
      };
    },
    download: (key) => downloadFrom(storage.settings, key),
    async stop() {
      await Promise.all(recorders.map((recorder) => recorder.stop()));
      await Promise.all([node.stop(), storage.stop()]);
      pages.close();
      listener.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function actionsOf(client: EgressClient, pages: RecordedPages, { told }: EgressListener) {
  const untilActive = (id: string) =>
    told.take(
      `${id} to be active`,
      ({ egressId, status }) => egressId === id && status === 'EGRESS_ACTIVE',
      endTimeoutMs,
    );
  const record = (file: string, page = '', options: RoomCompositeOptions = {}) =>
    client.startRoomCompositeEgress(
      room,
      { file: new EncodedFileOutput({ filepath: file }) },
      { layout: 'grid', customBaseUrl: `${pages.url}?${page}`, ...options },
    );
  return {
    record,
    untilActive,
    async recordActive(...how: Parameters<typeof record>) {
      const { egressId } = await record(...how);
      await untilActive(egressId);
      return egressId;
    },
    untilOver: (id: string, timeoutMs = endTimeoutMs) =>
      told.take(
        `${id} to be over`,
        ({ egressId, event }) => egressId === id && event === 'egress_ended',
        timeoutMs,
      ),
  };
}

/** The first piece is only a head; the second one comes some seconds later. */
async function untilLarge(file: string): Promise<void> {
  const deadline = performance.now() + endTimeoutMs;
  while (statSync(file).size < 10_000) {
    if (performance.now() > deadline) throw new Error('Nothing was spooled');
    await delay(100);
  }
}

/** Not one of its helpers, and not the recorder. */
function isBrowser(pid: number): boolean {
  const parts = commandOf(pid);
  const has = (start: string) => parts.some((part) => part.startsWith(start));
  return has('--user-data-dir') && !has('--type=');
}
