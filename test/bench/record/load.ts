import { setTimeout as delay } from 'node:timers/promises';
import {
  commandOf,
  cpuSecondsOf,
  processesWith,
  residentBytesOf,
} from '../../support/process-load.ts';

export interface RecordingLoad {
  /** Of the recorder and its browsers together: 1 is a whole processor. */
  readonly cpuPerSecond: number;
  /** How much more memory they have at the end than at the start. */
  readonly recorderGrowthBytes: number;
  readonly browserGrowthBytes: number;
}

/** What a recorder costs while it records, for so long; its folder tells it from others. */
export async function measureLoad(
  folder: string,
  { seconds, signal }: { readonly seconds: number; readonly signal?: AbortSignal },
): Promise<RecordingLoad> {
  const all = () => processesWith(`RECORDER_FOLDER=${folder}`);
  const isRecorder = (pid: number) =>
    commandOf(pid).some((part) => part.endsWith('recorder/main.ts'));
  const resident = () => ({
    recorder: residentBytesOf(all().filter(isRecorder)),
    browser: residentBytesOf(all().filter((pid) => !isRecorder(pid))),
  });
  const start = { cpu: cpuSecondsOf(all()), at: performance.now(), memory: resident() };
  await delay(seconds * 1_000, undefined, signal && { signal });
  const elapsed = (performance.now() - start.at) / 1_000;
  const end = resident();
  return {
    cpuPerSecond: (cpuSecondsOf(all()) - start.cpu) / elapsed,
    recorderGrowthBytes: end.recorder - start.memory.recorder,
    browserGrowthBytes: end.browser - start.memory.browser,
  };
}
