import type { Saving } from '../call/saving.ts';

const savings: Record<Saving, string> = {
  automatic: 'Automatic',
  'save-data': 'Save data',
  'audio-only': 'Audio only',
};

const savingNotes: Record<Saving, string> = {
  automatic: 'Pictures as good as your connection and your screen allow.',
  'save-data': 'Everyone’s picture is small, yours too. Shared screens stay readable.',
  'audio-only':
    'Nobody’s picture comes, and your camera goes off. A screen that somebody shares still comes.',
};

/** The part of the catalogue that nobody reads before a call is live: it comes with the panels that say it. */
export const laterText = {
  saving: {
    label: 'Data use',
    choices: savings,
    notes: savingNotes,
    weak: 'Your connection is weak: pictures are smaller for now.',
    weakBetween: 'The connection between you is weak: pictures are smaller for now.',
  },
  screenOffer: {
    words: 'You asked to share. Your browser wants you to choose here.',
    choose: 'Choose what to share',
    dismiss: 'Not now',
  },
  privacy: {
    title: 'Who can see and hear this call',
    badges: {
      direct: 'End-to-end encrypted',
      held: 'End-to-end encrypted',
      waiting: 'Waiting for the key',
      unfit: 'The key does not fit',
      open: 'Not end-to-end encrypted',
    },
    explanations: {
      direct:
        'Pictures and sound go straight from browser to browser. No server sees or hears them.',
      held: 'Pictures and sound pass through a server, locked with a key that only the people in this call have.',
      waiting: 'Until it is here, you see and hear nobody, and nobody you.',
      unfit:
        'Somebody has another key than you. Open the call again by the link as it was sent to you.',
      open: 'The server that carries this call could see and hear it.',
    },
    giver: (name: string) => `${name}’s browser is about to hand you the key.`,
    code: 'Verification code',
    codeHint:
      'Read it out to each other: if all have the same digits, nobody listens in between. It changes when somebody comes or goes.',
  },
  chat: {
    title: 'Chat',
    empty: 'No messages yet.',
    emptyHint: 'Everyone in the call can read what you write here.',
    placeholder: 'Write a message',
    send: 'Send',
  },
} as const;
