import { extensionText } from '../../pwa/messages/en-extension.ts';

export const targets = ['chrome', 'firefox'] as const;
export type Target = (typeof targets)[number];

/** Chromium keeps some combinations to itself, without a word: Alt+Shift+R and Alt+Shift+C, say. */
const keys = {
  'share-tab': 'Alt+Shift+S',
  'toggle-microphone': 'Alt+Shift+M',
  'return-to-call': 'Alt+Shift+G',
  _execute_action: 'Alt+Shift+H',
} as const;

const sizes = [16, 32, 48, 128] as const;

/** What a store's page and the browser's own lists say; the rest of the words stay in the catalogue. */
export const messages = {
  description: { message: extensionText.description },
  ...Object.fromEntries(
    Object.entries(extensionText.commands).map(([name, message]) => [
      messageName(name),
      { message },
    ]),
  ),
};

/** Two underscores in a row would end the name. */
function messageName(command: string): string {
  return `command_${command.replace(/^_/, '').replaceAll('-', '_')}`;
}

const commands = Object.fromEntries(
  Object.entries(keys).map(([name, key]) => [
    name,
    { suggested_key: { default: key }, description: `__MSG_${messageName(name)}__` },
  ]),
);

const shared = (version: string) => ({
  manifest_version: 3,
  name: 'Holler',
  version,
  description: '__MSG_description__',
  default_locale: 'en',
  icons: iconsOf('idle', sizes),
  action: {
    default_title: 'Holler',
    default_popup: 'popup/index.html',
    default_icon: iconsOf('idle', [16, 32]),
  },
  options_ui: { page: 'options/index.html', open_in_tab: true },
  omnibox: { keyword: 'holler' },
  commands,
  content_security_policy: {
    extension_pages:
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src https: http://localhost:* http://127.0.0.1:*; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  },
});

const permissions = ['activeTab', 'contextMenus', 'scripting', 'storage'];
/** Only the origin of the server that somebody names; all of them only for links that call. */
const origins = ['https://*/*', 'http://*/*'];

export function manifestOf(target: Target, version: string): object {
  switch (target) {
    case 'chrome':
      return {
        ...shared(version),
        // The first with promises in all that we use, and with an id of a capture for another tab.
        minimum_chrome_version: '123',
        background: { service_worker: 'worker.js', type: 'module' },
        permissions: [...permissions, 'tabCapture'],
        optional_permissions: ['clipboardRead'],
        optional_host_permissions: origins,
      };
    case 'firefox':
      return {
        ...shared(version),
        background: { scripts: ['worker.js'], type: 'module' },
        permissions,
        optional_permissions: ['clipboardRead'],
        optional_host_permissions: origins,
        browser_specific_settings: {
          gecko: {
            id: 'holler@extension.invalid',
            strict_min_version: '142.0',
            data_collection_permissions: { required: ['none'] },
          },
        },
      };
  }
}

function iconsOf(state: string, all: readonly number[]) {
  return Object.fromEntries(all.map((size) => [size, `icons/${state}-${size}.png`]));
}
