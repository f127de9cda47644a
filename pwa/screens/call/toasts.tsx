import { type ReadonlySignal, signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { text } from '../../messages/en.ts';
import { Icon } from '../../parts/icon.tsx';

export interface Toast {
  readonly id: number;
  readonly words: string;
}

export interface Toasts {
  readonly shown: ReadonlySignal<readonly Toast[]>;
  say(words: string): void;
  dismiss(toast: Toast): void;
}

const most = 3;
const readingMs = 6_000;

export function createToasts(): Toasts {
  const shown = signal<readonly Toast[]>([]);
  let count = 0;
  return {
    shown,
    say(words) {
      count += 1;
      shown.value = [...shown.value, { id: count, words }].slice(-most);
    },
    dismiss(toast) {
      shown.value = shown.value.filter((other) => other !== toast);
    },
  };
}

export function ToastList({ toasts }: { toasts: Toasts }) {
  return (
    <section class="toasts" aria-label={text.call.notices} aria-live="polite">
      {toasts.shown.value.map((toast) => (
        <ToastView key={toast.id} toast={toast} onDone={() => toasts.dismiss(toast)} />
      ))}
    </section>
  );
}

function ToastView({ toast, onDone }: { toast: Toast; onDone: () => void }) {
  useEffect(() => {
    const timer = setTimeout(onDone, readingMs);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div class="toast">
      <p>{toast.words}</p>
      <button type="button" class="toast-close" aria-label={text.call.dismiss} onClick={onDone}>
        <Icon name="close" class="small" />
      </button>
    </div>
  );
}
