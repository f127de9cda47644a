import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { meetingPath } from '../../../edge/protocol/links.ts';
import type { CreateMeeting } from '../../../edge/protocol/rest.ts';
import { useApp } from '../../app.ts';
import type { EndReason } from '../../call/model/call-state.ts';
import { text } from '../../messages/en.ts';
import { laterText } from '../../messages/en-later.ts';
import { Icon } from '../../parts/icon.tsx';
import { endReasonOf } from '../reason-of.ts';
import { useSlow } from '../use-slow.ts';
import { StartOptions } from './start-options.tsx';

const plainMeeting: CreateMeeting = {
  name: '',
  waitingRoom: false,
  share: 'everyone',
  record: 'everyone',
};

/** An extension that was on its way has been switched off, or is not ours. */
const handingPatienceMs = 3_000;

export function StartCall({ when }: { when: 'asked' | 'at-once' | 'unless-handed' }) {
  const app = useApp();
  const options = useSignal(plainMeeting);
  const starting = useSignal(when === 'unless-handed');
  const isSlow = useSlow(starting.value);
  const failure = useSignal<EndReason | null>(null);

  async function start() {
    starting.value = true;
    failure.value = null;
    try {
      const link = await app.createMeeting(options.value);
      if (when !== 'asked') app.router.replace(meetingPath(link));
      else app.router.go(meetingPath(link));
    } catch (error) {
      failure.value = endReasonOf(error);
      starting.value = false;
    }
  }

  useEffect(() => {
    if (when === 'asked' || !app.online.value) return;
    if (when === 'at-once') return void start();
    const timer = setTimeout(start, handingPatienceMs);
    return () => clearTimeout(timer);
  }, []);

  return (
    <section class="start">
      <button
        type="button"
        class="button primary large"
        disabled={!app.online.value || starting.value}
        aria-describedby={app.online.value ? undefined : 'offline-note'}
        onClick={start}
      >
        {starting.value ? laterText.front.starting : laterText.front.start}
      </button>
      <p class="small soft" role="status">
        {isSlow && text.lobby.stillTrying}
      </p>
      <p class="field-error" role="alert" hidden={failure.value === null}>
        {failure.value !== null && text.endings[failure.value].body}
      </p>
      <details class="disclosure">
        <summary>
          {laterText.front.options}
          <Icon name="chevron" class="small chevron" />
        </summary>
        <StartOptions options={options} />
      </details>
    </section>
  );
}
