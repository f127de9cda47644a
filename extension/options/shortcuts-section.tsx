import browser, { type Commands } from 'webextension-polyfill';
import { extensionText } from '../../pwa/messages/en-extension.ts';
import { Section } from './options.tsx';

const words = extensionText.options;
const names = Object.keys(extensionText.commands) as (keyof typeof extensionText.commands)[];

export function ShortcutsSection({ commands }: { commands: readonly Commands.Command[] }) {
  return (
    <Section title={words.shortcutsHeading}>
      <dl class="shortcuts">
        {names.map((name) => {
          const key = commands.find((command) => command.name === name)?.shortcut ?? '';
          return (
            <div key={name}>
              <dt>{extensionText.commands[name]}</dt>
              <dd>{key === '' ? words.noShortcut : <kbd>{key}</kbd>}</dd>
            </div>
          );
        })}
      </dl>
      <div class="row">
        <button type="button" class="button" onClick={changeShortcuts}>
          {words.changeShortcuts}
        </button>
        <p class="hint">{words.changeShortcutsHint}</p>
      </div>
    </Section>
  );
}

/** Firefox has a call for it, Chromium a page. */
async function changeShortcuts(): Promise<void> {
  const { openShortcutSettings } = browser.commands as { openShortcutSettings?(): Promise<void> };
  if (openShortcutSettings !== undefined) await openShortcutSettings.call(browser.commands);
  else await browser.tabs.create({ url: 'chrome://extensions/shortcuts' });
}
