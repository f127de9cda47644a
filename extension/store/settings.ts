import * as v from 'valibot';
import browser from 'webextension-polyfill';
import { ServerOrigin } from './server.ts';

export const themes = ['system', 'light', 'dark'] as const;
export const languages = ['system', 'en'] as const;
export const clicks = ['popup', 'start'] as const;

/** What a person has chosen; what does not fit is as if it had never been chosen. */
export const Settings = v.object({
  server: v.fallback(v.nullable(ServerOrigin), null),
  theme: v.fallback(v.picklist(themes), 'system'),
  language: v.fallback(v.picklist(languages), 'system'),
  click: v.fallback(v.picklist(clicks), 'popup'),
  clickToCall: v.fallback(v.boolean(), false),
});
export type Settings = v.InferOutput<typeof Settings>;

const key = 'settings';

export async function readSettings(): Promise<Settings> {
  const { [key]: stored } = await browser.storage.local.get(key);
  return parseSettings(stored);
}

export function parseSettings(stored: unknown): Settings {
  return v.parse(Settings, typeof stored === 'object' && stored !== null ? stored : {});
}

export async function changeSettings(change: Partial<Settings>): Promise<Settings> {
  const settings = { ...(await readSettings()), ...change };
  await browser.storage.local.set({ [key]: settings });
  return settings;
}

/** Settings as a file that a person keeps. What a click or a permission has to grant anew is not in it. */
export const SettingsFile = v.object({
  holler: v.literal('extension-settings'),
  settings: v.object({ ...Settings.entries }),
});

export function fileOf(settings: Settings): string {
  const file = { holler: 'extension-settings', settings } satisfies v.InferInput<
    typeof SettingsFile
  >;
  return `${JSON.stringify(file, null, 2)}\n`;
}

export function readFileOf(text: string): Settings | undefined {
  try {
    const file = v.safeParse(SettingsFile, JSON.parse(text));
    return file.success ? file.output.settings : undefined;
  } catch {
    return undefined;
  }
}
