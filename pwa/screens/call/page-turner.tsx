import { text } from '../../messages/en.ts';
import { Icon } from '../../parts/icon.tsx';

interface PageTurnerProps {
  readonly number: number;
  readonly count: number;
  readonly turn: (pages: number) => void;
}

export function PageTurner({ number, count, turn }: PageTurnerProps) {
  if (count === 1) return null;
  return (
    <nav class="page-turner" aria-label={text.call.pages}>
      <button
        type="button"
        class="button compact back"
        aria-label={text.call.pageBefore}
        disabled={number === 0}
        onClick={() => turn(-1)}
      >
        <Icon name="chevron" />
      </button>
      <span aria-live="polite">{text.call.pageOf(number + 1, count)}</span>
      <button
        type="button"
        class="button compact on"
        aria-label={text.call.pageAfter}
        disabled={number === count - 1}
        onClick={() => turn(1)}
      >
        <Icon name="chevron" />
      </button>
    </nav>
  );
}
