import { useId, useRef } from 'preact/hooks';

interface ChoiceProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly options: readonly { readonly value: T; readonly label: string }[];
  readonly disabled?: boolean;
  /** A promise of false takes the change back. */
  readonly onChange: (value: T) => unknown;
}

/** One of a few, as the browser's own select: phones show their wheel, keyboards just work. */
export function Choice<T extends string>({
  label,
  value,
  options,
  disabled = false,
  onChange,
}: ChoiceProps<T>) {
  const id = useId();
  const accepted = useRef(value);
  accepted.current = value;

  async function pick(select: HTMLSelectElement) {
    const option = options.find((candidate) => candidate.value === select.value);
    if (option === undefined) return;
    if ((await onChange(option.value)) === false) select.value = accepted.current;
  }
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select
        id={id}
        class="input"
        value={value}
        disabled={disabled}
        onChange={(event) => void pick(event.currentTarget)}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  );
}
