import type { Role } from '../../edge/protocol/people.ts';
import type { Saving } from '../call/capture/data-saving.ts';

const list = new Intl.ListFormat('en');
const percent = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 1 });
const figure = new Intl.NumberFormat('en');

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
    title: 'Asking to be let in…',
    hostHere: 'A host sees that you are here, and can let you in. Keep this page open.',
    noHost:
      'No host is here yet. You come in when one arrives and lets you in. Keep this page open.',
    cancel: 'Stop waiting',
  },
  badLink: {
    title: 'This link is not complete',
    body: 'A letter or two got lost on the way. Paste the whole link here, or ask for it again.',
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
    lowerHand: 'Lower hand',
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
    removeTitle: (name: string) => `Remove ${name}?`,
    removeBody: (name: string) =>
      `${name} is out at once, and has to knock to come back. So does everybody else who comes from now on, until you switch the waiting room off.`,
    removeNow: 'Remove',
    lowerHand: 'Lower hand',
    lowerHandOf: (name: string) => `Lower ${name}’s hand`,
    lowerAll: 'Lower all hands',
    handPlace: (place: number) => `Hand raised, number ${place}`,
    away: 'Reconnecting…',
    recorded: {
      yes: 'Recorded',
      no: 'Not recorded',
      unasked: 'Has not said whether to be recorded',
    },
    settings: 'Settings for everyone',
    muteAll: 'Mute everyone else',
    waitingRoom: 'Waiting room',
    locked: 'Lock the call',
    share: 'Who may share their screen',
    lockedNote: 'Locked: new people have to knock.',
  },
  news: {
    about: {
      joined: (names: readonly string[]) => `${list.format(names)} joined.`,
      left: (names: readonly string[]) => `${list.format(names)} left.`,
      hand: (names: readonly string[]) =>
        `${list.format(names)} raised ${names.length === 1 ? 'a hand' : 'their hands'}.`,
      knock: (names: readonly string[]) =>
        `${list.format(names)} ${names.length === 1 ? 'wants' : 'want'} to join.`,
    },
    removed: (names: readonly string[], shutsDoor: boolean) =>
      `${list.format(names)} ${names.length === 1 ? 'was' : 'were'} removed by a host.${shutsDoor ? ' New people now have to knock.' : ''}`,
    plain: {
      host: 'You are the host now.',
      cohost: 'You are a co-host now: you can let people in, mute them and remove them.',
      'no-cohost': 'You are no longer a co-host.',
      locked: 'The call is locked: whoever comes now has to knock.',
      unlocked: 'The call is no longer locked.',
      'hand-lowered': 'Your hand went down, because you have spoken.',
    },
    letInFreely: 'Let people in freely',
  },
  notices: {
    sounds: 'Sounds when somebody comes, goes or knocks',
    outside: 'Notify me of a knock while I look elsewhere',
    outsideBlocked: 'Your browser blocks notifications. Allow them in the address bar.',
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
      recorded: 'Recorded · not end-to-end to the recorder',
      waiting: 'Waiting for the key',
      unfit: 'The key does not fit',
      open: 'Not end-to-end encrypted',
    },
    explanations: {
      direct:
        'Pictures and sound go straight from browser to browser. No server sees or hears them.',
      held: 'Pictures and sound pass through a server, locked with a key that only the people in this call have.',
      recorded:
        'Pictures and sound pass through a server, locked with a key that only the people in this call have, and its recorder for as long as it records. The key is changed when the recording ends.',
      waiting: 'Until it is here, you see and hear nobody, and nobody you.',
      unfit:
        'Somebody has another key than you. Open the call again by the link as it was sent to you.',
      open: 'The server that carries this call could see and hear it.',
    },
    ways: {
      title: 'How you reach each other',
      way: (path: string, roundTripMs: number | null, loss: number | null) =>
        [
          path,
          roundTripMs !== null && `${Math.round(roundTripMs)} ms`,
          loss !== null && `${percent.format(loss)} lost`,
        ]
          .filter(Boolean)
          .join(' · '),
    },
    chat: 'Chat messages are kept by the server until the call is over. They are not end-to-end encrypted.',
    giver: (name: string) => `${name}’s browser is about to hand you the key.`,
    code: 'Verification code',
    codeHint:
      'Read it out to each other: if all have the same digits, nobody listens in between. It changes when somebody comes or goes.',
  },
  chat: {
    title: 'Chat',
    empty: 'No messages yet.',
    emptyHint: 'Everyone in the call can read what you write here, also those who come later.',
    keptHint:
      'Messages are kept by the server until the call is over. They are not end-to-end encrypted.',
    newMessages: (count: number) => (count === 1 ? '1 new message' : `${count} new messages`),
    tooLong: (over: number, most: number) =>
      `This is ${figure.format(over)} characters too long: a message has ${figure.format(most)} at most. Shorten it, or send it in parts.`,
    placeholder: 'Write a message',
    send: 'Send',
  },
} as const;
