import { type Signal, useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { extensionText } from '../../pwa/messages/en-extension.ts';
import { Icon } from '../../pwa/parts/icon.tsx';
import { TextField } from '../../pwa/parts/text-field.tsx';
import { type Connected, connectTo } from './connect.ts';
import { Section } from './options.tsx';

const words = extensionText.options;

type State = { readonly asking: boolean; readonly answer: Connected | null };

export function ServerSection({ typed }: { typed: Signal<string> }) {
  const state = useSignal<State>({ asking: false, answer: null });
  const input = useRef<HTMLInputElement>(null);
  const { asking, answer } = state.value;

  async function connect(event: Event) {
    event.preventDefault();
    state.value = { asking: true, answer: null };
    const connected = await connectTo(typed.value);
    state.value = { asking: false, answer: connected };
    if (!connected.ok) input.current?.focus();
  }

  return (
    <Section title={words.serverHeading}>
      <form class="server-row" onSubmit={connect}>
        <TextField
          label={words.server}
          value={typed.value}
          placeholder="https://"
          autoComplete="url"
          inputRef={input}
          error={answer?.ok === false ? words.serverFailures[answer.problem] : null}
          onInput={(value) => {
            typed.value = value;
            state.value = { asking: false, answer: null };
          }}
        />
        <button type="submit" class="button primary" disabled={asking}>
          {words.serverSave}
        </button>
      </form>
      <p class="hint">{words.serverHint}</p>
      <p class="state" role="status">
        {asking && words.serverChecking}
        {answer?.ok === true && (
          <>
            <Icon name="check" class="small" />
            {words.serverOk(answer.host, answer.version)}
          </>
        )}
      </p>
    </Section>
  );
}
