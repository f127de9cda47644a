const appearsHere = 'It appears here, and among your recordings on the front page of this browser.';

/** On the page at the end of a call, of those recordings that belong to whoever looks at it. */
export const endedRecordingStates = {
  looking: { title: 'Looking for your recording…', hint: '' },
  recording: {
    title: 'The call is still being recorded.',
    hint: 'Your recording is ready soon after the call is over. You find it on the front page of this browser, too.',
  },
  processing: {
    title: 'Your recording is being prepared…',
    hint: appearsHere,
  },
  ready: {
    title: 'Your recording is ready.',
    hint: 'You find it among your recordings on the front page of this browser, too.',
  },
  failed: { title: 'Nothing of your recording could be kept.', hint: '' },
  missing: {
    title: 'Your recording is not there yet.',
    hint: appearsHere,
  },
  unreachable: {
    title: 'Your recording cannot be reached just now.',
    hint: 'It appears here by itself. It is among your recordings on the front page of this browser, too.',
  },
  hurried: {
    title: 'Your recording is being prepared…',
    hint: appearsHere,
  },
} as const;
