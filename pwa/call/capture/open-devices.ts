import { constraintsFor } from './devices.ts';
import type { DeviceProblem } from './local-media.ts';

export type Capture = 'microphone' | 'camera';

export type Opened =
  | { readonly kind: 'track'; readonly track: MediaStreamTrack }
  | { readonly kind: 'problem'; readonly problem: DeviceProblem };

export type OpenedCaptures = Readonly<Partial<Record<Capture, Opened>>>;

/** The part of `navigator` that says what may be asked for without asking. */
export type AskPermission = (capture: Capture) => Promise<PermissionState | 'unknown'>;

const problems: Readonly<Record<string, DeviceProblem>> = {
  NotAllowedError: 'denied',
  SecurityError: 'denied',
  NotFoundError: 'missing',
  OverconstrainedError: 'missing',
  NotReadableError: 'busy',
  AbortError: 'busy',
  TypeError: 'unsupported',
};

export function problemOf(error: unknown): DeviceProblem {
  return (error instanceof Error ? problems[error.name] : undefined) ?? 'failed';
}

type Ids = Readonly<Record<Capture, string | null>>;

async function ask(
  devices: Pick<MediaDevices, 'getUserMedia'>,
  wanted: readonly Capture[],
  ids: Ids,
): Promise<OpenedCaptures> {
  const stream = await devices.getUserMedia({
    audio: wanted.includes('microphone') && constraintsFor('microphone', ids.microphone),
    video: wanted.includes('camera') && constraintsFor('camera', ids.camera),
  });
  const [microphone] = stream.getAudioTracks();
  const [camera] = stream.getVideoTracks();
  return {
    ...(microphone && { microphone: { kind: 'track', track: microphone } }),
    ...(camera && { camera: { kind: 'track', track: camera } }),
  };
}

function failure(wanted: readonly Capture[], problem: DeviceProblem): OpenedCaptures {
  return Object.fromEntries(wanted.map((capture) => [capture, { kind: 'problem', problem }]));
}

/** Which of several to try by itself: whoever just said no is not asked again. */
async function worthRetrying(
  wanted: readonly Capture[],
  problem: DeviceProblem,
  permission: AskPermission,
): Promise<readonly Capture[]> {
  if (problem !== 'denied') return wanted;
  const states = await Promise.all(wanted.map(permission));
  if (!states.includes('denied')) return [];
  return wanted.filter((_, index) => states[index] !== 'denied');
}

/** Opens what is wanted with one prompt; what cannot be opened does not keep the rest from opening. */
export async function openCaptures(
  devices: Pick<MediaDevices, 'getUserMedia'> | undefined,
  wanted: readonly Capture[],
  ids: Ids,
  permission: AskPermission,
): Promise<OpenedCaptures> {
  if (devices?.getUserMedia === undefined) return failure(wanted, 'unsupported');
  try {
    return await ask(devices, wanted, ids);
  } catch (error) {
    const problem = problemOf(error);
    const failed = failure(wanted, problem);
    if (wanted.length < 2) return failed;
    const retries = (await worthRetrying(wanted, problem, permission)).map((capture) =>
      openCaptures(devices, [capture], ids, permission),
    );
    return Object.assign({ ...failed }, ...(await Promise.all(retries)));
  }
}
