import { describe, expect, test } from 'vitest';
import { shortcutOf, shortcuts } from '../../../../pwa/screens/call/shortcuts.ts';

const nothing = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };

describe('a key press', () => {
  test.each([
    [{ ...nothing, code: 'KeyD', ctrlKey: true }, 'microphone'],
    [{ ...nothing, code: 'KeyD', metaKey: true }, 'microphone'],
    [{ ...nothing, code: 'KeyE', ctrlKey: true }, 'camera'],
    [{ ...nothing, code: 'KeyH', ctrlKey: true, altKey: true }, 'hand'],
    [{ ...nothing, code: 'KeyC', ctrlKey: true, altKey: true }, 'chat'],
    [{ ...nothing, code: 'KeyP', ctrlKey: true, altKey: true }, 'people'],
    [{ ...nothing, code: 'KeyD' }, undefined],
    [{ ...nothing, code: 'KeyC', ctrlKey: true }, undefined],
    [{ ...nothing, code: 'KeyP', ctrlKey: true }, undefined],
    [{ ...nothing, code: 'KeyD', ctrlKey: true, shiftKey: true }, undefined],
    [{ ...nothing, code: 'KeyD', ctrlKey: true, metaKey: true }, undefined],
  ])('%o means %s', (keys, name) => {
    expect(shortcutOf(keys)).toBe(name);
  });
});

test('no shortcut is a letter alone, which dictation and screen readers use', () => {
  for (const { keys } of Object.values(shortcuts)) expect(keys).toContain('Control+');
});
