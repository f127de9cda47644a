import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../edge/dev/ports.ts';
import { type Stack as DevStack, type StackOptions, startStack } from '../../edge/dev/stack.ts';
import {
  liveKitOutside,
  type OutsideMedia,
  outsideMedia,
  recordingOutside,
} from './outside-media.ts';
import { type Switch, startSwitch } from './switch.ts';

export interface Stack extends DevStack {
  /** Where a LiveKit that runs elsewhere sends its webhooks; null when it is this stack's own. */
  readonly webhooks: Switch | null;
}

export interface TestStackOptions
  extends Partial<Pick<StackOptions, 'settings' | 'turn' | 'sfu' | 'recording' | 'port'>> {
  /** What runs already, instead of a LiveKit and a recorder of its own. */
  readonly outside?: OutsideMedia | null;
}

/** No test reaches a server outside. */
const withoutOutside = { STUN_URLS: '' };

/** A server side of its own: a free port, and nothing stored before or left behind after. */
export async function startTestStack(options: TestStackOptions = {}): Promise<Stack> {
  const persistTo = await mkdtemp(join(tmpdir(), 'holler-test-'));
  const discard = () => rm(persistTo, { recursive: true, force: true });
  // Only of a LiveKit of our own do we know where its TURN server is.
  const { outside = options.turn ? null : outsideMedia(), ...wished } = options;
  const whole: StackOptions = {
    ...wished,
    settings: { ...withoutOutside, ...options.settings },
    port: options.port ?? (await freePort()),
    persistTo,
    frozen: true,
  };
  try {
    const stack = await (outside !== null && options.sfu
      ? startBeside(outside, whole)
      : startAlone(whole));
    await stack.sfu?.ready.catch((error: unknown) =>
      stack.stop().then(() => Promise.reject(error)),
    );
    return { ...stack, stop: () => stack.stop().finally(discard) };
  } catch (error) {
    await discard();
    throw error;
  }
}

async function startAlone(options: StackOptions): Promise<Stack> {
  return { ...(await startStack(options)), webhooks: null };
}

async function startBeside(outside: OutsideMedia, options: StackOptions): Promise<Stack> {
  const sfu = liveKitOutside(outside);
  const webhooks = await startSwitch(options.port, outside.webhookPort);
  const recording = options.recording ? await recordingOutside(outside, options.persistTo) : null;
  const stopRest = () => Promise.all([recording?.stop(), webhooks.close()]);
  const started = startStack({
    ...options,
    ...{ sfu: false, recording: false },
    settings: {
      ...(recording && {
        ...{ ...recording.settings, HOLLER_ORIGIN: `http://127.0.0.1:${options.port}` },
        RECORDING_SECRET: 'a-secret-of-more-than-thirty-two-characters',
      }),
      EGRESS_AUDIO: outside.audio,
      ...options.settings,
      ...sfu.settings,
    },
  });
  const stack = await started.catch((error: unknown) =>
    stopRest().then(() => Promise.reject(error)),
  );
  return {
    ...{ ...stack, sfu, recording, webhooks },
    async stop() {
      await stack.stop();
      await stopRest();
    },
  };
}
