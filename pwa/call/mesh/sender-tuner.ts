import type { SoundEncoding, VideoEncoding } from './encodings.ts';

type Encoding = VideoEncoding | SoundEncoding;

export interface SenderTuner {
  apply(encoding: Encoding): void;
}

type Tunable = Pick<RTCRtpSender, 'getParameters' | 'setParameters'>;

function isSame(a: Encoding | undefined, b: Encoding): boolean {
  const known: Readonly<Record<string, unknown>> = { ...a };
  return Object.entries(b).every(([name, value]) => known[name] === value);
}

async function set(sender: Tunable, wished: Encoding): Promise<void> {
  const { degradationPreference, ...encoding } = { degradationPreference: undefined, ...wished };
  const parameters = sender.getParameters();
  if (degradationPreference) parameters.degradationPreference = degradationPreference;
  parameters.encodings = parameters.encodings.map((known) => ({ ...known, ...encoding }));
  await sender.setParameters(parameters);
}

/**
 * Sets a sender's encoder, only when something changes, and one change after the other: a second
 * `setParameters` while the first runs is refused by browsers. `initially` is how it is set already.
 */
export function createSenderTuner(sender: Tunable, initially?: Encoding): SenderTuner {
  let wished = initially;
  let running = false;

  async function run(): Promise<void> {
    running = true;
    let applied: Encoding | undefined;
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
