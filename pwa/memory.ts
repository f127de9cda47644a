import { type Saving, savings } from './call/capture/data-saving.ts';

/** What this browser remembers between calls. Every value is a convenience: losing one breaks nothing. */
export interface Memory {
  name(): string;
  rememberName(name: string): void;
  startsWith(source: 'microphone' | 'camera'): boolean;
  rememberStart(source: 'microphone' | 'camera', on: boolean): void;
  /** Undefined until somebody has chosen. */
  saving(): Saving | undefined;
  rememberSaving(saving: Saving): void;
  /** Whether comings, goings and knocks are heard. */
  sounds(): boolean;
  rememberSounds(on: boolean): void;
  /** Whether knocks are told outside of the page. */
  notifies(): boolean;
  rememberNotifies(on: boolean): void;
}

type Store = Pick<Storage, 'getItem' | 'setItem'>;

export function createMemory(store: Store): Memory {
  function read(key: string): string | null {
    try {
      return store.getItem(`holler.${key}`);
    } catch {
      return null;
    }
  }
  function write(key: string, value: string): void {
    try {
      store.setItem(`holler.${key}`, value);
    } catch {
      // Full or blocked: the person types it again next time.
    }
  }
  return {
    name: () => read('name') ?? '',
    rememberName: (name) => write('name', name),
    startsWith: (source) => read(`starts-with-${source}`) !== 'no',
    saving: () => savings.find((saving) => saving === read('saving')),
    rememberSaving: (saving) => write('saving', saving),
    sounds: () => read('sounds') !== 'no',
    rememberSounds: (on) => write('sounds', on ? 'yes' : 'no'),
    notifies: () => read('notifies') === 'yes',
    rememberNotifies: (on) => write('notifies', on ? 'yes' : 'no'),
    rememberStart: (source, on) => write(`starts-with-${source}`, on ? 'yes' : 'no'),
  };
}
