import browser from 'webextension-polyfill';
import { text } from '../../pwa/messages/en.ts';
import { extensionText } from '../../pwa/messages/en-extension.ts';
import { Icon } from '../../pwa/parts/icon.tsx';
import { currentCall } from '../store/calls.ts';
import { CallPanel } from './call-panel.tsx';
import { InvitePanel } from './invite-panel.tsx';
import { JoinPanel } from './join-panel.tsx';
import { NoticeBar } from './notice-bar.tsx';
import { RecentPanel } from './recent-panel.tsx';
import { StartPanel } from './start-panel.tsx';
import { useWorld } from './world.ts';

const words = extensionText.popup;

/** A pile of panels, each with one concern: contacts, or a call that comes in, are one more. */
export function Popup() {
  return (
    <div class="popup">
      <header>
        <h1 class="brand">
          <img src="/icons/icon.svg" alt="" width="24" height="24" />
          {text.brand}
        </h1>
        <button
          type="button"
          class="plain-button"
          aria-label={words.settings}
          title={words.settings}
          onClick={openSettings}
        >
          <Icon name="settings" />
        </button>
      </header>
      <main>
        <NoticeBar />
        <Panels />
      </main>
    </div>
  );
}

function Panels() {
  const { session, settings } = useWorld();
  if (settings.server === null) return <SetUpPanel />;
  const call = currentCall(session);
  return (
    <>
      <InvitePanel />
      {call === null ? <StartPanel /> : <CallPanel report={call.report} />}
      {call === null && <JoinPanel />}
      {call === null && <RecentPanel />}
    </>
  );
}

function SetUpPanel() {
  return (
    <section class="panel">
      <h2>{words.setUpTitle}</h2>
      <p class="soft small">{words.setUpBody}</p>
      <button type="button" class="button primary wide" onClick={openSettings}>
        {words.setUp}
      </button>
    </section>
  );
}

async function openSettings(): Promise<void> {
  await browser.runtime.openOptionsPage();
  window.close();
}
