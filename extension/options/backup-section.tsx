import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { extensionText } from '../../pwa/messages/en-extension.ts';
import { changeSettings, fileOf, readFileOf, type Settings } from '../store/settings.ts';
import { Section } from './options.tsx';

const words = extensionText.options;
const mostBytes = 10_000;

interface BackupProps {
  readonly settings: Settings;
  /** The address in an imported file, for the person to connect to. */
  readonly onServer: (server: string) => void;
}

export function BackupSection({ settings, onServer }: BackupProps) {
  const said = useSignal<{ readonly ok: boolean; readonly words: string } | null>(null);
  const picker = useRef<HTMLInputElement>(null);

  async function take(input: HTMLInputElement) {
    const [file] = input.files ?? [];
    if (file === undefined) return;
    const read = file.size <= mostBytes ? readFileOf(await file.text()) : undefined;
    input.value = '';
    if (read === undefined) {
      said.value = { ok: false, words: words.importFailed };
      return;
    }
    // What needs a permission needs a click on the thing itself, too.
    const { theme, language, click, server } = read;
    await changeSettings({ theme, language, click });
    const isNew = server !== null && server !== settings.server;
    if (isNew) onServer(server);
    said.value = { ok: true, words: isNew ? words.importedServer : words.imported };
  }

  return (
    <Section title={words.backupHeading}>
      <div class="row">
        <button type="button" class="button" onClick={() => save(settings)}>
          {words.export}
        </button>
        <button type="button" class="button" onClick={() => picker.current?.click()}>
          {words.import}
        </button>
        <input
          ref={picker}
          type="file"
          accept="application/json"
          aria-label={words.import}
          hidden
          onChange={(event) => void take(event.currentTarget)}
        />
      </div>
      <p class={said.value?.ok === false ? 'field-error' : 'state'} role="status">
        {said.value?.words}
      </p>
    </Section>
  );
}

function save(settings: Settings): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([fileOf(settings)], { type: 'application/json' }));
  link.download = 'holler-extension.json';
  link.click();
  URL.revokeObjectURL(link.href);
}
