import { type ReadonlySignal, signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { text } from '../../messages/en.ts';
import { Icon } from '../../parts/icon.tsx';

export interface Toast {
  readonly id: number;
  readonly words: string;
  /** What it is about: the next word about the same takes its place. */
  readonly about?: string | undefined;
  readonly action?: ToastAction | undefined;
  /** Worth a glance only until something else is said. */
  readonly isPassing?: boolean | undefined;
}

export interface ToastAction {
  readonly label: string;
  run(): void;
}

export interface Toasts {
  /** One after the other; only the first is on screen. */
  readonly shown: ReadonlySignal<readonly Toast[]>;
  say(words: string, options?: Omit<Toast, 'id' | 'words'>): void;
  /** Nothing more needs to be said about it. */
  drop(about: string): void;
  dismiss(toast: Toast): void;
}

const mostWaiting = 5;
const readingMs = 6_000;
/** While others wait. */
const hurriedMs = 3_000;

export function createToasts(): Toasts {
  const shown = signal<readonly Toast[]>([]);
  let count = 0;
  return {
    shown,
    say(words, options = {}) {
      count += 1;
      const toast: Toast = { id: count, words, ...options };
      const { about } = options;
      const isSame = (other: Toast) => about !== undefined && other.about === about;
      const before = shown.value.filter((other) => isSame(other) || !other.isPassing);
      shown.value = before.some(isSame)
        ? before.map((other) => (isSame(other) ? toast : other))
        : [...before, toast].slice(-mostWaiting);
    },
    drop(about) {
      shown.value = shown.value.filter((other) => other.about !== about);
    },
    dismiss(toast) {
      shown.value = shown.value.filter(({ id }) => id !== toast.id);
    },
  };
}

/** While a toast is still on screen, or waits to be, what is new is said together with what it said. */
export function gatherNews<News>(
  { shown }: Toasts,
  about: string,
  before: readonly News[],
  latest: readonly News[],
): readonly News[] {
  const isStillThere = shown.peek().some((toast) => toast.about === about);
  return isStillThere ? [...before, ...latest] : latest;
}

export function ToastList({ toasts }: { toasts: Toasts }) {
  const [first, ...waiting] = toasts.shown.value;
  return (
    <section class="said toasts" aria-label={text.call.notices} aria-live="polite">
      {first !== undefined && (
        <ToastView
          key={first.id}
          toast={first}
          forMs={waiting.length > 0 ? hurriedMs : readingMs}
          onDone={() => toasts.dismiss(first)}
        />
      )}
    </section>
  );
}

interface ToastViewProps {
  readonly toast: Toast;
  readonly forMs: number;
  readonly onDone: () => void;
}

function ToastView({ toast, forMs, onDone }: ToastViewProps) {
  const { words, action } = toast;
  useEffect(() => {
    const timer = setTimeout(onDone, forMs);
    return () => clearTimeout(timer);
  }, [forMs]);
  return (
    <div class="toast">
      <p>{words}</p>
      {action !== undefined && (
        <button
          type="button"
          class="button compact"
          onClick={() => {
            onDone();
            action.run();
          }}
        >
          {action.label}
        </button>
      )}
      <button type="button" class="toast-close" aria-label={text.call.dismiss} onClick={onDone}>
        <Icon name="close" class="small" />
      </button>
    </div>
  );
}
