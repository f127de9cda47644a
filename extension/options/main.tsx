import '../../pwa/styles/tokens.css';
import '../../pwa/styles/base.css';
import '../../pwa/styles/parts.css';
import './options.css';
import { effect, signal } from '@preact/signals';
import { render } from 'preact';
import browser from 'webextension-polyfill';
import { text } from '../../pwa/messages/en.ts';
import { extensionText } from '../../pwa/messages/en-extension.ts';
import { parseSettings, readSettings } from '../store/settings.ts';
import { applyTheme } from '../store/theme.ts';
import { Options } from './options.tsx';

const place = document.getElementById('options');
if (place === null) throw new Error('index.html has no #options');

document.title = text.title(extensionText.options.title);
const settings = signal(await readSettings());
effect(() => applyTheme(settings.value.theme));
browser.storage.onChanged.addListener(({ settings: change }, area) => {
  if (area === 'local' && change !== undefined) settings.value = parseSettings(change.newValue);
});
render(<Options settings={settings} commands={await browser.commands.getAll()} />, place);
