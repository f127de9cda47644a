import { setTimeout as delay } from 'node:timers/promises';
import { processesWith } from '../../support/process-load.ts';
import { viewAt } from './film.ts';
import type { RecordScene } from './scene.ts';

/** Until the room has missed the recorder's page and the next part has begun. */
const nextPartMs = 25_000;

/** Kills the recorder with its browsers in the middle of a recording: how much of what had been recorded is lost. */
export async function measureLoss(
  scene: RecordScene,
  { afterMs, signal }: { readonly afterMs: number; readonly signal: AbortSignal },
): Promise<number> {
  const call = await scene.openCall();
  await call.press();
  await delay(afterMs, undefined, { signal });
  const killedAt = Date.now();
  for (const pid of processesWith(`RECORDER_FOLDER=${scene.recorderFolder}`)) {
    process.kill(pid, 'SIGKILL');
  }
  await delay(nextPartMs, undefined, { signal });
  const { link } = await call.stop();
  await call.close();
  const { parts } = await viewAt(link);
  const [part] = parts;
  if (part === undefined) throw new Error('Nothing of the recording was kept');
  return killedAt - (part.startedAt + part.durationMs);
}
