import { EgressInfo, EgressStatus } from '@livekit/protocol';
import * as v from 'valibot';
import { Order } from './order.ts';
import type { Spool } from './spool.ts';

/** Why a recording is over; the sentences go to whoever asked for it. */
export const Ending = v.variant('kind', [
  v.object({ kind: v.literal('stopped') }),
  v.object({ kind: v.literal('limit') }),
  v.object({ kind: v.literal('aborted'), why: v.string() }),
  v.object({ kind: v.literal('failed'), why: v.string() }),
]);
export type Ending = v.InferOutput<typeof Ending>;

const Record = v.object({
  order: Order,
  info: v.pipe(
    v.string(),
    v.transform((json) => EgressInfo.fromJsonString(json, { ignoreUnknownFields: true })),
  ),
  ending: v.nullable(Ending),
  /** Everybody has heard how it ended. */
  told: v.boolean(),
});

/** What is known about one recording, and outlives the recorder. */
export type EgressRecord = v.InferOutput<typeof Record>;

const name = 'egress';

export function recallRecord(spool: Spool): EgressRecord | null {
  const parsed = v.safeParse(Record, spool.recall(name));
  return parsed.success ? parsed.output : null;
}

export function rememberRecord(spool: Spool, record: EgressRecord): void {
  try {
    spool.remember(name, { ...record, info: record.info.toJsonString() });
  } catch {
    // A full disk must not keep the recording from ending properly.
  }
}

export function isOver({ status }: EgressInfo): boolean {
  return status >= EgressStatus.EGRESS_COMPLETE;
}

export function statusOf(ending: Ending, hasMedia: boolean): EgressStatus {
  switch (ending.kind) {
    case 'stopped':
      return hasMedia ? EgressStatus.EGRESS_COMPLETE : EgressStatus.EGRESS_ABORTED;
    case 'limit':
      return EgressStatus.EGRESS_LIMIT_REACHED;
    case 'aborted':
      return EgressStatus.EGRESS_ABORTED;
    case 'failed':
      return EgressStatus.EGRESS_FAILED;
  }
}
