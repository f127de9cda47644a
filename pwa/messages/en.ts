import type { Source } from '../../edge/protocol/people.ts';
import type { EndReason } from '../call/model/call-state.ts';
import type { Path } from '../call/transport/transport.ts';
import { bothProblems, deviceProblems, deviceProblemsInCall, noPicture } from './en-devices.ts';

/** Every text that a person sees is here, or, when it can come later, in `en-later.ts`. */

interface PeopleCount {
  readonly here: number;
  readonly away: number;
  readonly knocking: number;
  readonly hands: number;
}

interface PageText {
  readonly title: string;
  readonly body: string;
}

const tryAgainSoon = 'Something went wrong on our side. Wait a moment and try again.';

const endings: Record<EndReason, PageText> = {
  left: { title: 'You left the call', body: 'Closed it by mistake? You can go straight back in.' },
  removed: {
    title: 'A host removed you',
    body: 'You can ask to be let in again; a host decides.',
  },
  refused: {
    title: 'You were not let in',
    body: 'A host did not let you in. If that is a mistake, write to them and ask again.',
  },
  'meeting-ended': {
    title: 'The call has ended',
    body: 'A host ended it for everyone, or the last person left.',
  },
  'ended-by-you': {
    title: 'You ended the call',
    body: 'It is over for everyone, and its link leads nowhere any more.',
  },
  locked: {
    title: 'This call is locked',
    body: 'Nobody new can come in now. Ask somebody inside to unlock it, then try again.',
  },
  'room-full': {
    title: 'This call is full',
    body: 'There is no free place now. Try again when somebody has left.',
  },
  'no-recorder': {
    title: 'Calls cannot be recorded here',
    body: 'Whoever runs Holler here has to set a recorder up first.',
  },
  'no-media-server': {
    title: 'This call cannot take more than five',
    body: 'Larger calls need a media server, and none answers: whoever runs Holler here can install LiveKit, Docker or Go and start it again. Or try again when somebody has left.',
  },
  'seat-taken': {
    title: 'You took the call to another tab',
    body: 'It goes on there, unless it has ended meanwhile.',
  },
  'no-such-meeting': {
    title: 'There is no such call',
    body: 'Check the link: a letter may be missing, or the call is long over.',
  },
  'unsupported-version': {
    title: 'This page is out of date',
    body: 'Holler has been updated since you opened it. Reload the page to go on.',
  },
  unreachable: {
    title: 'Holler cannot be reached',
    body: 'Your connection seems fine, but the server does not answer. Try again in a moment.',
  },
  offline: {
    title: 'You are offline',
    body: 'Check your internet connection, then try again.',
  },
  'bad-token': {
    title: 'Your place in this call has expired',
    body: 'Join again to get a new one.',
  },
  'not-joined': {
    title: 'You are not in this call any more',
    body: 'Join again to go on.',
  },
  'not-allowed': {
    title: 'That is not allowed',
    body: 'A host of the meeting would have to do that.',
  },
  'no-such-seat': { title: 'Your place in this call is gone', body: 'Join again to go on.' },
  'bad-message': {
    title: 'This page and the server do not understand each other',
    body: 'Reload the page to go on.',
  },
  'too-large': { title: 'That was too much at once', body: tryAgainSoon },
  'rate-limited': {
    title: 'Too many attempts',
    body: 'Wait a minute, then try again.',
  },
  'not-found': { title: 'There is nothing here', body: 'Check the address.' },
  internal: { title: 'That did not work', body: tryAgainSoon },
  'silent-too-long': {
    title: 'The connection was lost',
    body: 'It was silent for too long. Join again to go on.',
  },
};

/** Why something the person just did was refused, in one sentence. */
const refusals: Partial<Record<EndReason, string>> = {
  'not-allowed': 'Only a host can do that.',
  'no-such-seat': 'That person has already left.',
  'rate-limited': 'That was too much at once. Wait a moment and try again.',
  'too-large': 'That is too long to send.',
};

const sourceNames: Record<Source, string> = {
  microphone: 'your microphone',
  camera: 'your camera',
  screen: 'your screen',
  'screen-audio': 'your screen’s sound',
};

function list(sources: readonly Source[]): string {
  return new Intl.ListFormat('en').format(sources.map((source) => sourceNames[source]));
}

function people(count: number): string {
  return count === 1 ? '1 person' : `${count} people`;
}

function minutes(count: number): string {
  return count === 1 ? '1 minute' : `${count} minutes`;
}

const paths: Record<Path, string> = {
  connecting: 'connecting…',
  direct: 'direct',
  relayed: 'relayed',
  server: 'through the server',
  lost: 'reconnecting…',
  sealed: 'waiting for the key',
};

export const text = {
  brand: 'Holler',
  title: (...parts: readonly string[]) =>
    [...parts.filter((part) => part !== ''), 'Holler'].join(' · '),
  endings,
  stoppedWaiting: {
    title: 'You stopped waiting',
    body: 'Nobody had let you in yet. You can ask again.',
  },
  openElsewhere: {
    title: 'You opened this call in another tab',
    body: 'It goes on from there.',
  },
  leftWaitingRoom: {
    title: endings.left.title,
    body: 'Closed it by mistake? There is a waiting room: you have to ask to be let in again.',
  },
  leftLocked: {
    title: endings.left.title,
    body: 'Closed it by mistake? The call is locked: you have to knock to come back.',
  },
  endingActions: {
    home: 'Back to start',
    rejoin: 'Rejoin',
    tryAgain: 'Try again',
    askAgain: 'Ask again',
    useHere: 'Use it here',
    reload: 'Reload',
  },
  lobby: {
    title: 'Ready to join?',
    looking: 'Looking for the call…',
    stillLooking: 'Still looking for the call: the server takes its time…',
    stillTrying: 'Still trying: the server takes its time…',
    goingBack: 'Going back in…',
    people: (count: number) =>
      count === 0 ? 'Nobody is here yet' : `${people(count)} in the call`,
    name: 'Your name',
    nameMissing: 'Say who you are, so that the others know.',
    join: 'Join',
    knock: 'Ask to join',
    joining: 'Joining…',
    tryToJoin: 'Try to join',
    knockNote: 'A host lets people in.',
    fullNote: 'This call is full at the moment.',
    lockedNote: 'This call is locked. You can knock: a host decides.',
    cannotEncrypt:
      'This browser cannot encrypt calls of more than five end to end. For those, use a newer one.',
    tooLargeForBrowser:
      'This browser cannot encrypt a call of this size end to end. Use a newer one.',
    preview: 'Your camera’s picture',
    cameraOff: 'Your camera is off',
    noPicture,
    cameraOpening: 'Starting your camera…',
    level: 'Microphone level',
  },
  devices: {
    microphone: 'Microphone',
    camera: 'Camera',
    speaker: 'Speaker',
    standard: 'System default',
    problems: deviceProblems,
    problemsInCall: deviceProblemsInCall,
    bothProblems,
    screenProblem: 'Your screen could not be shared. Try again, and allow it when asked.',
  },
  call: {
    unnamed: 'Call',
    titleKnocking: (count: number, name: string) => `(${count} waiting) ${name}`,
    titleUnread: (count: number, name: string) => `(${count}) ${name}`,
    stage: 'People in the call',
    pin: (name: string) => `Show ${name} large`,
    toolbar: 'Call controls',
    you: 'You',
    youNamed: (name: string) => `${name} (you)`,
    screenOf: (name: string) => `${name}’s screen`,
    yourScreen: 'Your screen',
    microphone: 'Microphone',
    camera: 'Camera',
    share: 'Share screen',
    hand: 'Raise hand',
    chat: 'Chat',
    chatUnread: (count: number) => `Chat, ${count} unread`,
    people: 'People',
    peopleCount: ({ here, away, knocking, hands }: PeopleCount) =>
      [
        `People, ${here} in the call`,
        away > 0 && `${away} reconnecting`,
        knocking > 0 && `${knocking} waiting`,
        hands > 0 && (hands === 1 ? '1 hand raised' : `${hands} hands raised`),
      ]
        .filter(Boolean)
        .join(', '),
    settings: 'Settings',
    more: 'More',
    moreHand: 'More, your hand is raised',
    copyLink: 'Copy link',
    copied: 'Link copied',
    copyFailed: 'The link could not be copied. Take it from the address bar.',
    leave: 'Leave',
    endForAll: 'End for everyone',
    lasted: (ms: number) => `You were in it for ${minutes(Math.max(1, Math.round(ms / 60_000)))}.`,
    cancel: 'Cancel',
    done: 'Done',
    close: 'Close',
    withShortcut: (name: string, shortcut: string) => `${name} (${shortcut})`,
    mayNotSpeak: 'A host has turned your microphone off',
    mayNotShow: 'A host has turned your camera off',
    mayNotShare: 'Sharing is not allowed here',
    muted: 'Muted',
    handRaised: 'Hand raised',
    withheld: 'Not recorded',
    youWithheld: 'You are not in the recording',
    away: 'Reconnecting…',
    paths,
    reconnecting: 'Connection lost. Pictures and sound may go on while we reconnect…',
    reconnectingOffline: 'You are offline. The call goes on as soon as your connection is back.',
    soundBlocked: 'Your browser holds the sound back.',
    hear: 'Hear everyone',
    withdrawn: (sources: readonly Source[]) =>
      `You may not use ${list(sources)} now; a host decided so.`,
    silenced: (sources: readonly Source[], by: string) => `${by} turned ${list(sources)} off.`,
    refused: (code: EndReason) => refusals[code] ?? endings[code].body,
    dismiss: 'Dismiss',
    newMessage: (name: string, message: string) => `${name}: ${message}`,
    newMessages: (names: readonly string[], count: number) =>
      `${new Intl.ListFormat('en').format(names)}: ${count} messages`,
    notices: 'Notices',
  },
} as const;
