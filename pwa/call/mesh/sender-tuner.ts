import type { VideoEncoding } from './encodings.ts';

export interface SenderTuner {
  apply(encoding: VideoEncoding): void;
}

type Tunable = Pick<RTCRtpSender, 'getParameters' | 'setParameters'>;

function isSame(a: VideoEncoding | undefined, b: VideoEncoding): boolean {
  return (
    a?.active === b.active &&
    a.maxBitrate === b.maxBitrate &&
    a.maxFramerate === b.maxFramerate &&
    a.scaleResolutionDownBy === b.scaleResolutionDownBy &&
    a.degradationPreference === b.degradationPreference
  );
}

async function set(sender: Tunable, wished: VideoEncoding): Promise<void> {
  const { degradationPreference, ...encoding } = wished;
  const parameters = sender.getParameters();
  parameters.degradationPreference = degradationPreference;
  parameters.encodings = parameters.encodings.map((known) => ({ ...known, ...encoding }));
  await sender.setParameters(parameters);
}

/**
 * Sets a sender's encoder, only when something changes, and one change after the other: a second
 * `setParameters` while the first runs is refused by browsers.
 */
export function createSenderTuner(sender: Tunable): SenderTuner {
  let wished: VideoEncoding | undefined;
  let running = false;

  async function run(): Promise<void> {
    running = true;
    let applied: VideoEncoding | undefined;
    while (wished !== undefined && !isSame(applied, wished)) {
      applied = wished;
      // A closed link refuses; there is nothing left to tune then.
      await set(sender, applied).catch(() => undefined);
    }
    running = false;
  }

  return {
    apply(encoding) {
      if (isSame(wished, encoding)) return;
      wished = encoding;
      if (!running) void run();
    },
  };
}
