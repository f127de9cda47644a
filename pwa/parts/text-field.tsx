import type { Ref } from 'preact';
import { useId } from 'preact/hooks';

interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly error?: string | null;
  readonly placeholder?: string;
  readonly maxLength?: number;
  readonly autoComplete?: string;
  /** What phones should have keys for. */
  readonly isEmail?: boolean;
  readonly inputRef?: Ref<HTMLInputElement>;
}

/** To the types, an `email` is another element than a `text`. */
const email = 'email' as 'text';

export function TextField(props: TextFieldProps) {
  const id = useId();
  const error = props.error ?? null;
  return (
    <div class="field">
      <label for={id}>{props.label}</label>
      <input
        id={id}
        ref={props.inputRef ?? null}
        class="input"
        type={props.isEmail ? email : 'text'}
        value={props.value}
        placeholder={props.placeholder}
        maxLength={props.maxLength}
        autoComplete={props.autoComplete ?? 'off'}
        aria-invalid={error !== null}
        aria-describedby={`${id}-error`}
        onInput={(event) => props.onInput(event.currentTarget.value)}
      />
      <p id={`${id}-error`} class="field-error" role="alert" hidden={error === null}>
        {error}
      </p>
    </div>
  );
}
