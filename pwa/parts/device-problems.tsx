import type { LocalMedia } from '../call/local-media.ts';
import { text } from '../messages/en.ts';
import { Icon } from './icon.tsx';

/** What does not work, and what to do about it. */
export function DeviceProblems({ local }: { local: LocalMedia }) {
  const problems = (['microphone', 'camera'] as const).flatMap((source) => {
    const state = local.sources.value[source];
    return state.status === 'failed' ? [text.devices.problems[source][state.problem]] : [];
  });
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
