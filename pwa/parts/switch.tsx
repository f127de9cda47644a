import { useRef } from 'preact/hooks';

interface SwitchProps {
  readonly label: string;
  readonly checked: boolean;
  readonly disabled?: boolean;
  /** A promise of false takes the change back. */
  readonly onChange: (checked: boolean) => unknown;
}

/** Moves at once; when the change is refused it goes back to what its owner says. */
export function Switch({ label, checked, disabled = false, onChange }: SwitchProps) {
  const accepted = useRef(checked);
  accepted.current = checked;

  async function change(input: HTMLInputElement) {
    if ((await onChange(input.checked)) === false) input.checked = accepted.current;
  }

  return (
    <label class="switch">
      <span>{label}</span>
      <input
        type="checkbox"
        role="switch"
        checked={checked}
        aria-checked={checked}
        disabled={disabled}
        onChange={(event) => void change(event.currentTarget)}
      />
    </label>
  );
}
