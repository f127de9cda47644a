import { type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import browser from 'webextension-polyfill';
import { parseRecent, type RecentCall, readRecent } from '../store/history.ts';
import { parseSession, readSession, type Session, sessionKey } from '../store/session.ts';
import { parseSettings, readSettings, type Settings } from '../store/settings.ts';

/** All that the popup shows. It is read at once and drawn once; nothing is asked of the worker or of a server. */
export interface Shown {
  readonly settings: Settings;
  readonly session: Session;
  readonly recent: readonly RecentCall[];
  /** The tab that the popup was opened over. */
  readonly tab: number | null;
  readonly shareKey: string;
}

export const World = createContext<ReadonlySignal<Shown> | null>(null);

export function useWorld(): Shown {
  const world = useContext(World);
  if (world === null) throw new Error('Drawn outside of the popup');
  return world.value;
}

export async function readWorld(): Promise<Signal<Shown>> {
  const [settings, session, recent, [tab], commands] = await Promise.all([
    readSettings(),
    readSession(),
    readRecent(),
    browser.tabs.query({ active: true, currentWindow: true }),
    browser.commands.getAll(),
  ]);
  const shareKey = commands.find(({ name }) => name === 'share-tab')?.shortcut ?? '';
  return signal({ settings, session, recent, tab: tab?.id ?? null, shareKey });
}

export function watchWorld(world: Signal<Shown>): void {
  browser.storage.onChanged.addListener((changes, area) => {
    const { [sessionKey]: session, recent, settings } = changes;
    world.value = {
      ...world.value,
      ...(area === 'session' && session && { session: parseSession(session.newValue) }),
      ...(area === 'local' && recent && { recent: parseRecent(recent.newValue) }),
      ...(area === 'local' && settings && { settings: parseSettings(settings.newValue) }),
    };
  });
}
