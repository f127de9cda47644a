import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { meetingPath } from '../../../edge/protocol/links.ts';
import type { CreateMeeting } from '../../../edge/protocol/rest.ts';
import { useApp } from '../../app.ts';
import type { EndReason } from '../../call/call-state.ts';
import { text } from '../../messages/en.ts';
import { laterText } from '../../messages/en-later.ts';
import { Icon } from '../../parts/icon.tsx';
import { endReasonOf } from '../reason-of.ts';
import { StartOptions } from './start-options.tsx';

const plainMeeting: CreateMeeting = {
  name: '',
  waitingRoom: false,
  share: 'everyone',
  record: 'everyone',
};

export function StartCall({ atOnce }: { atOnce: boolean }) {
  const app = useApp();
  const options = useSignal(plainMeeting);
  const starting = useSignal(false);
  const failure = useSignal<EndReason | null>(null);

  async function start() {
    if (starting.value) return;
    starting.value = true;
    failure.value = null;
    try {
      const link = await app.createMeeting(options.value);
      if (atOnce) app.router.replace(meetingPath(link));
      else app.router.go(meetingPath(link));
    } catch (error) {
      failure.value = endReasonOf(error);
      starting.value = false;
    }
  }

  useEffect(() => {
    if (atOnce && app.online.value) void start();
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
