import {
  AudioCodec,
  EgressClient,
  type EgressInfo,
  EgressStatus,
  EncodedFileOutput,
  EncodedFileType,
  EncodingOptions,
  S3Upload,
  SegmentedFileOutput,
  TwirpError,
  VideoCodec,
} from 'livekit-server-sdk';
import { apiOf, type Cluster } from '../media/clusters.ts';
import type { Layout, RecordedHeight, RecordingEnd } from '../protocol/recording.ts';
import type { EgressReport } from '../room/rules/recording/takes.ts';
import { livePlaylistOf, playlistOf } from './objects.ts';
import { hasLiveView, type RecordingSettings } from './settings.ts';

/** LiveKit looks for a recorder that has room before it answers. */
const patienceSeconds = 10;
const segmentSeconds = 4;
const widths = { 720: 1_280, 1080: 1_920 } as const;
const nanosPerMilli = 1_000_000n;

export interface EgressOrder {
  readonly room: string;
  /** Of the object, without an ending. */
  readonly name: string;
  /** With the ticket. Media servers log it. */
  readonly pageUrl: string;
  readonly layout: Layout;
  readonly height: RecordedHeight;
}

/** LiveKit's Egress API, as far as calls are recorded with it. */
export interface Egress {
  start(order: EgressOrder): Promise<EgressReport>;
  layOut(egress: string, layout: Layout): Promise<void>;
  /** Of what has ended already, too. */
  stop(egress: string): Promise<void>;
  /** Everything that a room's recorders remember. */
  listRoom(room: string): Promise<EgressReport[]>;
  /** Null when nobody knows it any more. */
  find(egress: string): Promise<EgressReport | null>;
}

export function createEgress(cluster: Cluster, settings: RecordingSettings): Egress {
  const url = settings.EGRESS_URL ?? apiOf(cluster);
  const client = new EgressClient(url, cluster.key, cluster.secret, {
    requestTimeout: patienceSeconds,
    failover: false,
  });
  return {
    async start(order) {
      const { room, pageUrl, layout, height } = order;
      const info = await client.startRoomCompositeEgress(room, outputsOf(order, settings), {
        layout,
        customBaseUrl: pageUrl,
        encodingOptions: encodingOf(height, settings),
      });
      return reportOf(info);
    },
    layOut: async (egress, layout) => {
      await client.updateLayout(egress, layout);
    },
    stop: (egress) => unlessOver(client.stopEgress(egress)),
    listRoom: async (roomName) => (await client.listEgress({ roomName })).map(reportOf),
    find: async (egressId) => {
      const [info] = await client.listEgress({ egressId }).catch(noneIfUnknown);
      return info ? reportOf(info) : null;
    },
  };
}

function outputsOf({ name }: EgressOrder, settings: RecordingSettings) {
  const file = new EncodedFileOutput({
    fileType: EncodedFileType.MP4,
    filepath: `${name}.mp4`,
    disableManifest: true,
    output: storageOf(settings),
  });
  if (!hasLiveView(settings)) return { file };
  const segments = new SegmentedFileOutput({
    filenamePrefix: `${name}/segment`,
    playlistName: playlistOf(name).slice(name.length + 1),
    livePlaylistName: livePlaylistOf(name).slice(name.length + 1),
    segmentDuration: segmentSeconds,
    disableManifest: true,
    output: storageOf(settings),
  });
  return { file, segments };
}

function storageOf(settings: RecordingSettings) {
  const value = new S3Upload({
    accessKey: settings.S3_ACCESS_KEY,
    secret: settings.S3_SECRET,
    region: settings.S3_REGION,
    endpoint: settings.S3_ENDPOINT,
    bucket: settings.S3_BUCKET,
    forcePathStyle: true,
  });
  return { case: 's3' as const, value };
}

function encodingOf(height: RecordedHeight, { EGRESS_AUDIO }: RecordingSettings): EncodingOptions {
  return new EncodingOptions({
    width: widths[height],
    height,
    framerate: 30,
    videoCodec: VideoCodec.H264_MAIN,
    audioCodec: EGRESS_AUDIO === 'opus' ? AudioCodec.OPUS : AudioCodec.AAC,
    keyFrameInterval: segmentSeconds,
  });
}

async function unlessOver(request: Promise<unknown>): Promise<void> {
  try {
    await request;
  } catch (error) {
    const isOver =
      error instanceof TwirpError &&
      ['not_found', 'failed_precondition'].includes(error.code ?? '');
    if (!isOver) throw error;
  }
}

/** LiveKit refuses to list what it does not know. */
function noneIfUnknown(error: unknown): EgressInfo[] {
  if (error instanceof TwirpError && error.code === 'not_found') return [];
  throw error;
}

/**
 * Whether the server itself has said no. After anything else, a silence or what a proxy on the way says, it may
 * have done what it was asked.
 */
export function isAnswer(error: unknown): boolean {
  if (!(error instanceof TwirpError) || error.code === 'deadline_exceeded') return false;
  return error.code !== undefined || error.status < 500;
}

/** Why a recorder did not take an order. */
export function refusalOf(error: unknown): RecordingEnd {
  if (!(error instanceof TwirpError)) return 'no-recorder';
  if (error.metadata?.reason === 'disk-full') return 'disk-full';
  switch (error.code) {
    case 'resource_exhausted':
      return 'busy';
    // LiveKit says so when no recorder answers it.
    case 'unavailable':
    case 'bad_route':
      return 'no-recorder';
    default:
      return 'failed';
  }
}

export function reportOf(info: EgressInfo): EgressReport {
  const { egressId, status, fileResults, segmentResults, startedAt, endedAt, error } = info;
  const durations = [...fileResults, ...segmentResults].map(({ duration }) => duration);
  const longest = durations.reduce((one, other) => (one > other ? one : other), 0n);
  const isOver = status >= EgressStatus.EGRESS_COMPLETE;
  // A killed recorder can tell no length; what it had sent until then is there.
  const lasted = longest > 0n || startedAt === 0n ? longest : endedAt - startedAt;
  return {
    egress: egressId,
    name: nameIn(info),
    phase: isOver ? 'over' : phaseOf(status),
    startedAt: startedAt === 0n ? null : Number(startedAt / nanosPerMilli),
    durationMs: isOver && lasted > 0n ? Number(lasted / nanosPerMilli) : 0,
    failure: isOver && status !== EgressStatus.EGRESS_COMPLETE ? error || 'It ended early.' : null,
  };
}

function phaseOf(status: EgressStatus): 'starting' | 'active' | 'ending' {
  if (status === EgressStatus.EGRESS_ACTIVE) return 'active';
  return status === EgressStatus.EGRESS_ENDING ? 'ending' : 'starting';
}

function nameIn({ request, fileResults }: EgressInfo): string | null {
  const asked = request.case === 'roomComposite' ? request.value.fileOutputs[0]?.filepath : null;
  const path = asked || fileResults[0]?.filename;
  return path ? path.replace(/\.mp4$/, '') : null;
}
