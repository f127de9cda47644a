import { statfs } from 'node:fs/promises';
import { join } from 'node:path';
import {
  EgressInfo,
  EgressSourceType,
  EgressStatus,
  type ListEgressRequest,
  ListEgressResponse,
  type RoomCompositeEgressRequest,
  type StopEgressRequest,
  type UpdateLayoutRequest,
} from '@livekit/protocol';
import { RoomServiceClient } from 'livekit-server-sdk';
import { fits } from './budget.ts';
import type { EgressContext } from './capturing.ts';
import { type Egress, resumeEgress, startEgress } from './egress.ts';
import { isOver, recallRecord } from './egress-record.ts';
import { randomId } from './ids.ts';
import { layoutFrom, type Order, orderFrom } from './order.ts';
import { spoolIn, spoolsIn } from './spool.ts';
import { TwirpError } from './twirp.ts';

const rememberedMs = 7 * 24 * 3_600_000;
const nanosPerMilli = 1_000_000n;
const mebibyte = 1024 * 1024;

/** LiveKit's Egress service, as far as calls are recorded with it. */
export interface Recorder {
  start(request: RoomCompositeEgressRequest): Promise<EgressInfo>;
  updateLayout(request: UpdateLayoutRequest): Promise<EgressInfo>;
  list(request: ListEgressRequest): ListEgressResponse;
  stop(request: StopEgressRequest): EgressInfo;
  /** After its signal: resolves when nothing is written any more. */
  readonly closed: Promise<void>;
}

/** Goes on with what an earlier recorder left in its folder. */
export function createRecorder(context: EgressContext): Recorder {
  const { settings, signal } = context;
  const spools = join(settings.RECORDER_FOLDER, 'spool');
  const rooms = new RoomServiceClient(
    settings.LIVEKIT_URL.replace(/^ws/, 'http'),
    settings.LIVEKIT_API_KEY,
    settings.LIVEKIT_API_SECRET,
  );
  const egresses = new Map<string, Egress>();
  const all = () => [...egresses.values()];
  for (const spool of spoolsIn(spools)) {
    const record = recallRecord(spool);
    if (record === null) context.log(`${spool.folder} cannot be read and is left alone.`);
    else egresses.set(record.info.egressId, resumeEgress(context, spool, record));
  }

  function forgetOld(): void {
    for (const [id, { record }] of egresses) {
      const ageMs = Date.now() - Number(record.info.updatedAt / nanosPerMilli);
      if (!record.told || ageMs < rememberedMs) continue;
      egresses.delete(id);
      void spoolIn(join(spools, id)).discard();
    }
  }

  function egress(id: string): Egress {
    const found = egresses.get(id);
    if (found === undefined) throw new TwirpError('not_found', 'There is no such recording.');
    return found;
  }

  function running(id: string, what: string): Egress {
    const found = egress(id);
    const { status } = found.record.info;
    if (status >= EgressStatus.EGRESS_ENDING) {
      const state = EgressStatus[status];
      throw new TwirpError(
        'failed_precondition',
        `A recording that is ${state} cannot be ${what}.`,
      );
    }
    return found;
  }

  function requireCapacity(order: Order): void {
    const capturing = all().filter(({ isCapturing }) => isCapturing);
    const pictures = capturing.map(({ record }) => record.order);
    if (!fits(pictures, order, settings.RECORDER_CPUS)) {
      throw new TwirpError('resource_exhausted', 'All recorders are busy.');
    }
    const sameFile = ({ record }: Egress) => record.order.fileKey === order.fileKey;
    if (
      order.fileKey !== null &&
      all().some((each) => !isOver(each.record.info) && sameFile(each))
    ) {
      throw new TwirpError('already_exists', 'Another recording is written to this file.');
    }
  }

  async function requireDisk(): Promise<void> {
    const { bavail, bsize } = await statfs(spools);
    if (bavail * bsize < settings.RECORDER_MIN_FREE_MB * mebibyte) {
      const why = { reason: 'disk-full' };
      throw new TwirpError('unavailable', 'The recorder’s disk is nearly full.', why);
    }
  }

  async function roomIdOf(name: string): Promise<string> {
    const found = await rooms.listRooms([name]).catch(() => {
      throw new TwirpError('unavailable', 'LiveKit does not answer.');
    });
    const [room] = found;
    if (room === undefined) throw new TwirpError('not_found', 'There is no such room.');
    return room.sid;
  }

  return {
    async start(request) {
      const order = orderFrom(request, {
        layouts: settings.RECORDER_LAYOUTS,
        bucket: settings.S3_BUCKET,
        endpoint: settings.S3_ENDPOINT,
        key: settings.LIVEKIT_API_KEY,
      });
      const roomId = await roomIdOf(order.roomName);
      await requireDisk();
      // From here on nothing waits, or two requests could both see the last place.
      signal.throwIfAborted();
      requireCapacity(order);
      forgetOld();
      const egressId = randomId('EG_');
      const info = new EgressInfo({
        ...{ egressId, roomId, roomName: order.roomName },
        sourceType: EgressSourceType.WEB,
        status: EgressStatus.EGRESS_STARTING,
        request: { case: 'roomComposite', value: withoutSecrets(request) },
      });
      const spool = spoolIn(join(spools, egressId));
      const record = { order, info, ending: null, told: false };
      egresses.set(egressId, startEgress(context, spool, record));
      return egress(egressId).record.info;
    },
    async updateLayout({ egressId, layout }) {
      const { record } = running(egressId, 'laid out anew');
      const metadata = JSON.stringify({ layout: layoutFrom(layout, settings.RECORDER_LAYOUTS) });
      await rooms.updateParticipant(record.order.roomName, egressId, { metadata }).catch(() => {
        throw new TwirpError('unavailable', 'The page that is recorded is not in the room now.');
      });
      return record.info;
    },
    list({ roomName, egressId, active }) {
      const items = all()
        .map(({ record }) => record.info)
        .filter((info) => roomName === '' || info.roomName === roomName)
        .filter((info) => egressId === '' || info.egressId === egressId)
        .filter((info) => !active || !isOver(info));
      return new ListEgressResponse({ items });
    },
    stop({ egressId }) {
      const found = running(egressId, 'stopped');
      const hasBegun = found.record.info.status === EgressStatus.EGRESS_ACTIVE;
      const why = 'It was stopped before there was anything to record.';
      found.end(hasBegun ? { kind: 'stopped' } : { kind: 'aborted', why });
      return found.record.info;
    },
    closed: new Promise((resolve) => {
      signal.addEventListener('abort', () => {
        void Promise.all(all().map(({ done }) => done)).then(() => resolve());
      });
    }),
  };
}

/** Everybody who hears of a recording gets its request. */
function withoutSecrets(request: RoomCompositeEgressRequest): RoomCompositeEgressRequest {
  const copy = request.clone();
  const outputs = [...copy.fileOutputs, ...copy.segmentOutputs, copy.output.value];
  for (const output of outputs) {
    if (output && 'output' in output) output.output = { case: undefined };
  }
  return copy;
}
