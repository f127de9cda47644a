import type { LobbyMeeting } from '../../call/call-state.ts';
import { text } from '../../messages/en.ts';
import { NoticePage } from '../../parts/notice-page.tsx';
import { useCall } from '../meeting/call-context.ts';
import { usePageTitle } from '../use-page-title.ts';

export function WaitingScreen({ meeting }: { meeting: LobbyMeeting }) {
  const call = useCall();
  usePageTitle(text.waiting.title, meeting.settings.name);
  return (
    <NoticePage
      icon="door"
      title={text.waiting.title}
      actions={
        <button type="button" class="button" onClick={() => call.leave()}>
          {text.waiting.cancel}
        </button>
      }
    >
      {text.waiting.body}
    </NoticePage>
  );
}
