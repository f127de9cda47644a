import type { LobbyMeeting } from '../../call/call-state.ts';
import { laterText } from '../../messages/en-later.ts';
import { NoticePage } from '../../parts/notice-page.tsx';
import { useCall } from '../meeting/call-context.ts';
import { usePageTitle } from '../use-page-title.ts';

export function WaitingScreen({ meeting }: { meeting: LobbyMeeting }) {
  const call = useCall();
  usePageTitle(laterText.waiting.title, meeting.settings.name);
  return (
    <NoticePage
      icon="door"
      title={laterText.waiting.title}
      actions={
        <button type="button" class="button" onClick={() => call.leave()}>
          {laterText.waiting.cancel}
        </button>
      }
    >
      {laterText.waiting.body}
    </NoticePage>
  );
}
