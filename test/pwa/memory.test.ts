import { describe, expect, test } from 'vitest';
import { createMemory } from '../../pwa/memory.ts';

function createStore() {
  const values = new Map<string, string>();
  return {
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => void values.set(key, value),
  };
}

describe('what a browser remembers', () => {
  test('is the name and the wish for a device, over a reload', () => {
    const store = createStore();
    createMemory(store).rememberName('Ada');
    createMemory(store).rememberStart('camera', false);
    createMemory(store).rememberSaving('save-data');
    const memory = createMemory(store);
    expect(memory.name()).toBe('Ada');
    expect(memory.startsWith('camera')).toBe(false);
    expect(memory.startsWith('microphone')).toBe(true);
    expect(memory.saving()).toBe('save-data');
  });

  test('is nothing where site data is blocked, and nothing breaks', () => {
    const blocked = () => {
      throw new DOMException('blocked', 'SecurityError');
    };
    const memory = createMemory({ getItem: blocked, setItem: blocked });
    memory.rememberName('Ada');
    expect(memory.name()).toBe('');
    expect(memory.saving()).toBeUndefined();
    expect(memory.startsWith('camera')).toBe(true);
  });
});
