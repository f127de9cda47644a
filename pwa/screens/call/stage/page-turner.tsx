import { laterText } from '../../../messages/en-later.ts';
import { Icon } from '../../../parts/icon.tsx';
import type { Box } from './arrange.ts';

interface PageTurnerProps {
  /** From 0. */
  readonly page: number;
  readonly pages: number;
  readonly box: Box;
  readonly turn: (pages: number) => void;
}

export function PageTurner({ page, pages, box, turn }: PageTurnerProps) {
  return (
    <nav
      class="page-turner"
      aria-label={laterText.call.pages}
      style={{
        transform: `translate(${box.x}px, ${box.y}px)`,
        width: `${box.width}px`,
        height: `${box.height}px`,
      }}
    >
      <button
        type="button"
        class="button compact back"
        aria-label={laterText.call.pageBefore}
        disabled={page === 0}
        onClick={() => turn(-1)}
      >
        <Icon name="chevron" />
      </button>
      <span aria-live="polite">{laterText.call.pageOf(page + 1, pages)}</span>
      <button
        type="button"
        class="button compact on"
        aria-label={laterText.call.pageAfter}
        disabled={page === pages - 1}
        onClick={() => turn(1)}
      >
        <Icon name="chevron" />
      </button>
    </nav>
  );
}
