import { useId } from 'preact/hooks';

interface ChoiceProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly options: readonly { readonly value: T; readonly label: string }[];
  readonly disabled?: boolean;
  readonly onChange: (value: T) => void;
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
  function pick(picked: string) {
    const option = options.find((candidate) => candidate.value === picked);
    if (option !== undefined) onChange(option.value);
  }
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select
        id={id}
        class="input"
        value={value}
        disabled={disabled}
        onChange={(event) => pick(event.currentTarget.value)}
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
