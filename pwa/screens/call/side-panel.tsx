import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { text } from '../../messages/en.ts';
import { Icon } from '../../parts/icon.tsx';

interface SidePanelProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}

export function SidePanel({ title, onClose, children }: SidePanelProps) {
  const titleId = useId();
  return (
    <aside
      class="panel"
      aria-labelledby={titleId}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose();
      }}
    >
      <header>
        <h2 id={titleId}>{title}</h2>
        <button type="button" class="panel-close" aria-label={text.call.close} onClick={onClose}>
          <Icon name="close" />
        </button>
      </header>
      {children}
    </aside>
  );
}
