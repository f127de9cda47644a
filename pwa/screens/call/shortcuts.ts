import { useEffect } from 'preact/hooks';
import type { Shortcut } from '../../parts/tool-button.tsx';

/** Never a letter alone: people dictate, and screen readers use those. */
export const shortcuts = {
  microphone: { keys: 'Control+D Meta+D', shown: 'Ctrl+D' },
  camera: { keys: 'Control+E Meta+E', shown: 'Ctrl+E' },
  hand: { keys: 'Control+Alt+H', shown: 'Ctrl+Alt+H' },
  chat: { keys: 'Control+Alt+C', shown: 'Ctrl+Alt+C' },
  people: { keys: 'Control+Alt+P', shown: 'Ctrl+Alt+P' },
} as const satisfies Record<string, Shortcut>;

export type ShortcutName = keyof typeof shortcuts;

type Keys = Pick<KeyboardEvent, 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

/** By the key's place, not its letter: Alt makes other letters of it on a Mac. */
export function shortcutOf(keys: Keys): ShortcutName | undefined {
  if (keys.shiftKey || keys.ctrlKey === keys.metaKey) return undefined;
  if (!keys.altKey) return ({ KeyD: 'microphone', KeyE: 'camera' } as const)[keys.code];
  if (keys.metaKey) return undefined;
  return ({ KeyH: 'hand', KeyC: 'chat', KeyP: 'people' } as const)[keys.code];
}

export function useShortcuts(actions: Readonly<Record<ShortcutName, () => void>>): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const name = shortcutOf(event);
      if (name === undefined || event.repeat) return;
      event.preventDefault();
      actions[name]();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  });
}
