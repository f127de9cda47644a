import type { LocalMedia, SourceState } from '../call/capture/local-media.ts';
import { text } from '../messages/en.ts';
import { Icon } from './icon.tsx';

interface DeviceProblemsProps {
  readonly local: LocalMedia;
  readonly inCall?: boolean;
}

/** What does not work, and what to do about it. */
export function DeviceProblems({ local, inCall = false }: DeviceProblemsProps) {
  const { microphone, camera } = local.sources.value;
  const problems = inCall
    ? problemsOf(microphone, camera, text.devices.problemsInCall)
    : (sharedProblem(microphone, camera) ?? problemsOf(microphone, camera, text.devices.problems));
  return (
    <div role="status" class="device-problems">
      {problems.map((problem) => (
        <p key={problem} class="notice">
          <Icon name="warning" />
          {problem}
        </p>
      ))}
    </div>
  );
}

function problemsOf(
  microphone: SourceState,
  camera: SourceState,
  words: typeof text.devices.problems,
): string[] {
  return [
    ...(microphone.status === 'failed' ? [words.microphone[microphone.problem]] : []),
    ...(camera.status === 'failed' ? [words.camera[camera.problem]] : []),
  ];
}

/** Undefined unless both fail for one reason. */
function sharedProblem(microphone: SourceState, camera: SourceState): string[] | undefined {
  if (microphone.status !== 'failed' || camera.status !== 'failed') return undefined;
  const words = text.devices.bothProblems[camera.problem];
  return microphone.problem === camera.problem && words !== undefined ? [words] : undefined;
}
