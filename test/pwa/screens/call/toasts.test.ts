import { describe, expect, test } from 'vitest';
import { createToasts, gatherNews } from '../../../../pwa/screens/call/toasts.tsx';

const wordsIn = ({ shown }: ReturnType<typeof createToasts>) =>
  shown.value.map(({ words }) => words);

describe('notices', () => {
  test('come one after the other', () => {
    const toasts = createToasts();
    toasts.say('one');
    toasts.say('two');
    expect(wordsIn(toasts)).toEqual(['one', 'two']);
    const [first] = toasts.shown.value;
    if (first !== undefined) toasts.dismiss(first);
    expect(wordsIn(toasts)).toEqual(['two']);
  });

  test('about the same take each other’s place, and can be dropped', () => {
    const toasts = createToasts();
    toasts.say('Ann: hello', { about: 'chat' });
    toasts.say('The call is locked.');
    toasts.say('Ann: 2 messages', { about: 'chat' });
    expect(wordsIn(toasts)).toEqual(['Ann: 2 messages', 'The call is locked.']);
    toasts.drop('chat');
    expect(wordsIn(toasts)).toEqual(['The call is locked.']);
  });

  test('that only pass make room for anything else', () => {
    const toasts = createToasts();
    toasts.say('Ben joined.', { about: 'joined', isPassing: true });
    toasts.say('You are the host now.');
    expect(wordsIn(toasts)).toEqual(['You are the host now.']);
  });

  test('gather what comes while they are still there, and start anew afterwards', () => {
    const toasts = createToasts();
    expect(gatherNews(toasts, 'left', ['Ann'], ['Ben'])).toEqual(['Ben']);
    toasts.say('Ben left.', { about: 'left' });
    expect(gatherNews(toasts, 'left', ['Ben'], ['Cleo'])).toEqual(['Ben', 'Cleo']);
    toasts.drop('left');
    expect(gatherNews(toasts, 'left', ['Ben', 'Cleo'], ['Dan'])).toEqual(['Dan']);
  });

  test('are not kept without end', () => {
    const toasts = createToasts();
    for (let count = 0; count < 20; count += 1) toasts.say(String(count));
    expect(wordsIn(toasts)).toEqual(['15', '16', '17', '18', '19']);
  });
});
