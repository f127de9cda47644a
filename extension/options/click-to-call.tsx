import { useSignal } from '@preact/signals';
import browser from 'webextension-polyfill';
import { extensionText } from '../../pwa/messages/en-extension.ts';
import { Switch } from '../../pwa/parts/switch.tsx';
import { changeSettings } from '../store/settings.ts';
import { allSites } from '../worker/scripts.ts';

const words = extensionText.options;

export function ClickToCall({ on }: { on: boolean }) {
  const refused = useSignal(false);

  async function change(wanted: boolean): Promise<boolean> {
    const granted = !wanted || (await browser.permissions.request(allSites).catch(() => false));
    refused.value = !granted;
    if (granted) await changeSettings({ clickToCall: wanted });
    return granted;
  }

  return (
    <>
      <Switch label={words.clickToCall} checked={on} onChange={change} />
      <p class="hint">{words.clickToCallHint}</p>
      <p class="field-error" role="alert" hidden={!refused.value}>
        {words.clickToCallRefused}
      </p>
    </>
  );
}
