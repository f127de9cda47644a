import browser from 'webextension-polyfill';
import { currentCall } from '../store/calls.ts';
import { lookOf } from '../store/look.ts';
import { readSession, type Session } from '../store/session.ts';
import { readSettings, type Settings } from '../store/settings.ts';

const popup = 'popup/index.html';

/** The toolbar button as it should be now; doing it twice changes nothing. */
export async function drawButton(): Promise<void> {
  const [session, settings] = await Promise.all([readSession(), readSettings()]);
  const { icon, badge, badgeColor, title } = lookOf(session);
  const path = Object.fromEntries([16, 32].map((size) => [size, `/icons/${icon}-${size}.png`]));
  const { action } = browser;
  await Promise.all([
    action.setIcon({ path }),
    action.setBadgeText({ text: badge }),
    action.setBadgeBackgroundColor({ color: badgeColor }),
    action.setTitle({ title }),
    action.setPopup({ popup: opensPopup(session, settings) ? popup : '' }),
  ]);
}

/** All of a session that the button depends on: most changes are none for it. */
export function shownOf(session: Session): string {
  const { notice, invite } = session;
  const hasCall = currentCall(session) !== null;
  return JSON.stringify([lookOf(session), notice, invite !== null, hasCall]);
}

/** Whoever wants a click to start a call at once still has to get at the one that runs, and at what went wrong. */
export function opensPopup(session: Session, { click, server }: Settings): boolean {
  return (
    click === 'popup' ||
    server === null ||
    session.notice !== null ||
    session.invite !== null ||
    currentCall(session) !== null
  );
}
