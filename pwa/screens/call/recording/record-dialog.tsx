import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { limits } from '../../../../edge/protocol/limits.ts';
import {
  type EmailAddress,
  type Layout,
  layouts,
  type RecordedHeight,
} from '../../../../edge/protocol/recording.ts';
import { remembered } from '../../../compose-recordings.ts';
import { text } from '../../../messages/en.ts';
import { recordingText } from '../../../messages/en-recording.ts';
import { Choice } from '../../../parts/choice.tsx';
import { Dialog } from '../../../parts/dialog.tsx';
import { TextField } from '../../../parts/text-field.tsx';
import { useCall } from '../../meeting/call-context.ts';
import type { Act } from '../act.ts';

const words = recordingText.dialog;
const heights = ['720', '1080'] as const;

interface RecordDialogProps {
  readonly act: Act;
  readonly onClose: () => void;
}

/** Asked once: where the link goes is remembered. */
export function RecordDialog({ act, onClose }: RecordDialogProps) {
  const layout = useSignal<Layout>('grid');
  const height = useSignal<(typeof heights)[number]>('720');
  const mail = useEmail();
  const call = useCall();
  useEffect(() => call.prepareMove(), [call]);

  function start(event: Event) {
    event.preventDefault();
    const email = mail.read();
    if (email === undefined) return;
    onClose();
    void act(
      { type: 'record', email, layout: layout.value, height: heightOf(height.value) },
      recordingText.refused,
    );
  }

  return (
    <Dialog title={words.title} onClose={onClose}>
      <form class="record-form" noValidate onSubmit={start}>
        <p class="soft">{words.body}</p>
        <EmailField mail={mail} />
        <div class="record-choices">
          <LayoutChoice
            value={layout.value}
            onChange={(next) => {
              layout.value = next;
            }}
          />
          <Choice
            label={words.size}
            value={height.value}
            options={heights.map((value) => ({ value, label: words.sizes[value] }))}
            onChange={(next) => {
              height.value = next;
            }}
          />
        </div>
        <div class="actions">
          <button type="button" class="button" onClick={onClose}>
            {text.call.cancel}
          </button>
          <button type="submit" class="button primary">
            {words.start}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

function heightOf(height: (typeof heights)[number]): RecordedHeight {
  return height === '1080' ? 1_080 : 720;
}

interface LayoutChoiceProps {
  readonly value: Layout;
  readonly onChange: (layout: Layout) => unknown;
}

export function LayoutChoice({ value, onChange }: LayoutChoiceProps) {
  return (
    <Choice
      label={words.layout}
      value={value}
      options={layouts.map((layout) => ({ value: layout, label: words.layouts[layout] }))}
      onChange={onChange}
    />
  );
}

export interface EmailEntry {
  readonly value: string;
  readonly error: string | null;
  readonly input: { current: HTMLInputElement | null };
  write(value: string): void;
  /** Null when none is wanted; undefined, and said so, when it cannot be one. */
  read(): EmailAddress | null | undefined;
}

export function useEmail(): EmailEntry {
  const value = useSignal(remembered.email());
  const error = useSignal<string | null>(null);
  const input = useRef<HTMLInputElement>(null);
  return {
    value: value.value,
    error: error.value,
    input,
    write(next) {
      value.value = next;
      error.value = null;
    },
    read() {
      const email = value.value.trim();
      if (input.current?.validity.valid === false) {
        error.value = words.emailError;
        input.current.focus();
        return undefined;
      }
      remembered.rememberEmail(email);
      // The browser has looked at it, and the room does again.
      return email === '' ? null : (email as EmailAddress);
    },
  };
}

export function EmailField({ mail, hasNote = true }: { mail: EmailEntry; hasNote?: boolean }) {
  return (
    <div class="field-with-hint">
      <TextField
        label={words.email}
        isEmail
        autoComplete="email"
        placeholder={words.emailHint}
        maxLength={limits.emailLength}
        value={mail.value}
        error={mail.error}
        inputRef={mail.input}
        onInput={mail.write}
      />
      {hasNote && <p class="small soft">{words.emailNote}</p>}
    </div>
  );
}
