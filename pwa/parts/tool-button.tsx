import { text } from '../messages/en.ts';
import { Icon, type IconName } from './icon.tsx';

interface ToolButtonProps {
  readonly icon: IconName;
  readonly label: string;
  /** For a switch: whether it is on. A switched-off microphone or camera is shown as such. */
  readonly pressed?: boolean | undefined;
  /** For a panel's button: whether the panel is open. */
  readonly expanded?: boolean;
  /** Asks for attention. */
  readonly badge?: number;
  /** How many want to speak. */
  readonly hands?: number;
  /** Merely informs. */
  readonly count?: number;
  readonly shortcut?: Shortcut;
  /** Why it cannot be used now; it stays focusable, so that the reason can be read. */
  readonly refusal?: string | null;
  /** `red`: pressed, it is as red as what leaves. */
  readonly kind?: 'device' | 'plain' | 'danger' | 'red';
  /** Where it is shown; everywhere unless it says so. */
  readonly only?: 'wide' | 'narrow';
  readonly onClick: () => void;
}

export interface Shortcut {
  /** As `aria-keyshortcuts` wants it. */
  readonly keys: string;
  /** As people read it. */
  readonly shown: string;
}

export function ToolButton(props: ToolButtonProps) {
  const { icon, label, pressed, expanded, badge = 0, shortcut, refusal = null } = props;
  const title =
    refusal ?? (shortcut === undefined ? label : text.call.withShortcut(label, shortcut.shown));
  return (
    <button
      type="button"
      class={`tool ${props.kind ?? 'device'}${props.only === undefined ? '' : ` only-${props.only}`}`}
      aria-label={label}
      aria-pressed={pressed}
      aria-expanded={expanded}
      aria-disabled={refusal !== null}
      aria-description={refusal ?? undefined}
      aria-keyshortcuts={shortcut?.keys}
      title={title}
      onClick={() => {
        if (refusal === null) props.onClick();
      }}
    >
      <Icon name={icon} />
      {props.count !== undefined && <span class="count" data-figure={props.count} />}
      {(props.hands ?? 0) > 0 && <span class="hands" data-figure={props.hands} />}
      {badge > 0 && <span class="badge" data-figure={badge} />}
    </button>
  );
}
