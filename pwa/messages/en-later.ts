import type { Role } from '../../edge/protocol/people.ts';
import type { Saving } from '../call/saving.ts';

function people(count: number): string {
  return count === 1 ? '1 person' : `${count} people`;
}

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

const roles: Record<Role, string> = {
  host: 'Host',
  cohost: 'Co-host',
  participant: '',
  waiting: 'Waiting',
};

/** The part of the catalogue that nobody reads on the way into a call: it comes with the screens and panels that say it. */
export const laterText = {
  waiting: {
    title: 'You have asked to join',
    body: 'A host sees that you are here and lets you in. Keep this page open.',
    cancel: 'Stop waiting',
  },
  badLink: {
    title: 'This link is not complete',
    body: 'A letter or two got lost on the way. Ask for the link again, or paste the whole of it.',
  },
  notFound: {
    title: 'There is nothing here',
    body: 'The address leads nowhere. Start a call, or join one by its link.',
  },
  call: {
    pages: 'Pages of people',
    pageBefore: 'Previous page',
    pageAfter: 'Next page',
    pageOf: (number: number, count: number) => `${number} of ${count}`,
    endTitle: 'End the call for everyone?',
    endBody: 'Everybody is sent out, and the link stops working.',
    alone: 'You are the only one here.',
    aloneHint: 'Send the link to whoever should join.',
    knock: (name: string) => `${name} wants to join`,
    knockMany: (count: number) => `${people(count)} want to join`,
    showKnocking: 'Show',
    admit: 'Admit',
    refuse: 'Refuse',
  },
  front: {
    heading: 'Call anyone, from wherever you are.',
    lead: 'Start a call and send its link. No account, nothing to install.',
    start: 'Start a call',
    starting: 'Starting…',
    options: 'Options',
    meetingName: 'Name of the call',
    meetingNameHint: 'Optional',
    waitingRoom: 'Waiting room: a host lets people in',
    share: 'Who may share their screen',
    record: 'Who may record',
    everyone: 'Everyone',
    hosts: 'Hosts only',
    nobody: 'Nobody',
    joinHeading: 'Join a call',
    link: 'Link or meeting id',
    linkHint: 'Paste it here',
    join: 'Join',
    linkError: 'That is not a call’s link. A meeting id looks like abcd-efgh-jkmn-pqrs-tvwx.',
    linkMissing: 'Paste the link or the id of a call first.',
    offline: 'You are offline. Calls can be started and joined as soon as the connection is back.',
  },
  people: {
    title: 'People',
    roles,
    waiting: 'Waiting to join',
    inCall: 'In the call',
    admitNamed: (name: string) => `Admit ${name}`,
    refuseNamed: (name: string) => `Refuse ${name}`,
    admitAll: 'Admit all',
    manage: 'Manage',
    mute: 'Mute',
    stopShare: 'Stop their sharing',
    maySpeak: 'May speak',
    mayShow: 'May show their camera',
    mayShare: 'May share their screen',
    makeCohost: 'Make co-host',
    undoCohost: 'No longer co-host',
    remove: 'Remove from the call',
    settings: 'Settings for everyone',
    muteAll: 'Mute everyone else',
    waitingRoom: 'Waiting room',
    locked: 'Lock the call',
    share: 'Who may share their screen',
    lockedNote: 'Locked: nobody new can come in.',
  },
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
      recorded: 'Recorder has the key',
      waiting: 'Waiting for the key',
      unfit: 'The key does not fit',
      open: 'Not end-to-end encrypted',
    },
    explanations: {
      direct:
        'Pictures and sound go straight from browser to browser. No server sees or hears them.',
      held: 'Pictures and sound pass through a server, locked with a key that only the people in this call have.',
      recorded:
        'Pictures and sound pass through a server, locked with a key that only the people in this call and its recorder have. It is changed when the recording ends.',
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
