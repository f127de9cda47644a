import { useApp } from '../../app.ts';
import { laterText } from '../../messages/en-later.ts';
import { Icon } from '../../parts/icon.tsx';
import { useCall } from '../meeting/call-context.ts';

/** For a browser whose extensions cannot capture a tab: the one click in this page that it asks for. */
export function ScreenOffer() {
  const { screenOffered } = useApp();
  const { local } = useCall();
  const { words, choose, dismiss } = laterText.screenOffer;
  return (
    <div class="banner" role="alert">
      <Icon name="screen" />
      <span>{words}</span>
      <button
        type="button"
        class="button compact primary"
        onClick={() => {
          screenOffered.value = false;
          void local.shareScreen();
        }}
      >
        {choose}
      </button>
      <button
        type="button"
        class="button compact quiet"
        onClick={() => {
          screenOffered.value = false;
        }}
      >
        {dismiss}
      </button>
    </div>
  );
}
