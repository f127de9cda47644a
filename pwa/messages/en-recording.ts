import type { Layout, RecordingEnd } from '../../edge/protocol/recording.ts';
import { endedRecordingStates } from './en-ended.ts';

const layoutNames: Record<Layout, string> = {
  grid: 'Grid of everyone',
  speaker: 'Active speaker',
  screen: 'Screen and speakers',
};

/** How a recording ended that had begun. */
const ends: Record<RecordingEnd, string> = {
  stopped: 'The recording has ended.',
  empty: 'The recording has ended.',
  busy: 'The recording broke off, and all other recorders are busy. Its link has what could be kept.',
  'no-recorder':
    'The recording broke off: no recorder answers any more. Its link has what could be kept.',
  'no-media-server':
    'The recording broke off: no media server answers any more. Its link has what could be kept.',
  'disk-full':
    'The recording has ended: the recorder’s disk is full. Its link has what could be kept.',
  failed: 'The recording broke off. Its link has what could be kept.',
};

/** Why nothing was recorded at all. */
const neverBegan: Record<RecordingEnd, string> = {
  stopped: 'The recording was stopped before it began.',
  empty: 'The recording was stopped before it began.',
  busy: 'All recorders are busy, so nothing is recorded. Try again in a few minutes.',
  'no-recorder':
    'Nothing is recorded: no recorder answers. Whoever runs Holler here has to look after it.',
  'no-media-server': 'Nothing is recorded: that needs a media server, and none answers.',
  'disk-full':
    'Nothing is recorded: the recorder’s disk is full. Whoever runs Holler here has to look after it.',
  failed: 'Nothing is recorded: the recorder failed. Try again.',
};

function copyByHand(address: string): string {
  return `It could not be copied. Here it is: ${address}`;
}

function seconds(count: number): string {
  return count === 1 ? '1 second' : `${count} seconds`;
}

function minutes(count: number): string {
  return count === 1 ? '1 minute' : `${count} minutes`;
}

/** As players show it: 0:07, 12:34, 1:02:03. */
function clock(ms: number): string {
  const seconds = Math.floor(ms / 1_000);
  const [hours, rest] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60];
  const twoDigits = (figure: number) => String(figure).padStart(2, '0');
  return hours > 0
    ? `${hours}:${twoDigits(rest)}:${twoDigits(seconds % 60)}`
    : `${rest}:${twoDigits(seconds % 60)}`;
}

function size(bytes: number): string {
  const megabytes = bytes / 1_000_000;
  return megabytes < 1_000
    ? `${Math.max(1, Math.round(megabytes))} MB`
    : `${(megabytes / 1_000).toFixed(1)} GB`;
}

const day = new Intl.DateTimeFormat('en', { dateStyle: 'long' });
const moment = new Intl.DateTimeFormat('en', { dateStyle: 'full', timeStyle: 'short' });
const short = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' });
const figure = new Intl.NumberFormat('en');
const list = new Intl.ListFormat('en');

/** What is said of recordings, wherever: it comes with the screens that say it. */
export const recordingText = {
  clock,
  page: {
    unnamed: 'Recording',
    looking: 'Looking for the recording…',
    startedAt: (ms: number) => moment.format(ms),
    lasted: (ms: number) =>
      ms < 60_000 ? seconds(Math.max(1, Math.floor(ms / 1_000))) : minutes(Math.round(ms / 60_000)),
    with: (names: readonly string[]) => `With ${list.format(names)}`,
    expires: (ms: number) => `Kept until ${day.format(ms)}, and deleted then.`,
    player: 'Recording of the call',
    part: (number: number, count: number) => `Part ${number} of ${count}`,
    partsNote: 'The recording was interrupted and went on: it plays one part after the other.',
    chapters: 'Chapters',
    chapter: {
      speaker: (name: string) => name,
      screen: (name: string) => `${name}’s screen`,
      part: () => 'Goes on after an interruption',
    },
    download: (bytes: number) => `Download (${size(bytes)})`,
    downloadPart: (number: number, bytes: number) => `Download part ${number} (${size(bytes)})`,
    copyLink: 'Copy link',
    copied: 'Link copied. Whoever has it can watch the recording, and nothing more.',
    copyFailed: copyByHand,
    manage: 'Manage',
    ownerNote:
      'The address of this page is the owner’s link: whoever has it can delete the recording, too. Pass it on with care.',
    copyOwnerLink: 'Copy owner’s link',
    ownerCopied: 'Owner’s link copied. Whoever has it can delete the recording.',
    delete: 'Delete',
    deleteTitle: 'Delete this recording?',
    deleteBody: 'It is gone at once, for everybody who has the link, and cannot be brought back.',
    deleteNow: 'Delete for good',
    keep: 'Keep it',
    deleting: 'Deleting…',
    deleteFailed: 'It could not be deleted. Check your connection and try again.',
    unreachable:
      'The recording cannot be reached. Check your connection; it goes on by itself from where it was.',
    cannotPlay: 'This browser cannot play the recording. Download it, or open the link in another.',
    states: {
      recording: {
        title: 'This call is still being recorded',
        body: 'The recording appears here as soon as it has ended. Keep this page open, or come back.',
      },
      processing: {
        title: 'Almost there',
        body: 'The call is over and its recording is being put together. It appears here by itself.',
      },
      failed: {
        title: 'The recording failed',
        body: 'The recorder could not finish it, and nothing of it could be kept.',
      },
      deleted: {
        title: 'This recording has been deleted',
        body: 'Somebody to whom it belonged has deleted it.',
      },
      expired: {
        title: 'This recording has expired',
        body: 'Recordings are kept for a while only, and this one’s time was over.',
      },
      missing: {
        title: 'There is no such recording',
        body: 'Check the link: a letter may be missing.',
      },
      unreachable: {
        title: 'The recording cannot be reached',
        body: 'The server does not answer. Check your connection, then try again.',
      },
      hurried: {
        title: 'Too many attempts',
        body: 'Wait a minute, then try again.',
      },
    },
    again: 'Try again',
    home: 'Back to start',
  },
  tool: {
    record: 'Record this call',
    recording: 'Recording of this call',
    refusals: {
      nobody: 'A host has switched recording off',
      hosts: 'Only hosts may record here',
    },
  },
  dialog: {
    title: 'Record this call?',
    body: 'Everyone is told, and may say no. While it runs, the call goes through the server, and the recorder sees and hears it.',
    email: 'Send the link to',
    emailHint: 'you@example.org',
    emailNote:
      'Remembered in this browser. Without an address you find the recording here: in the call, when it is over, and on Holler’s front page.',
    emailError: 'That is not an e-mail address. Correct it, or leave it empty.',
    layout: 'Layout',
    layouts: layoutNames,
    size: 'Size',
    sizes: { '720': '1280 × 720', '1080': '1920 × 1080' },
    start: 'Start recording',
  },
  running: {
    title: 'Recording',
    by: (name: string) =>
      `${name === '' ? '' : `Started by ${name}. `}It stops by itself when everybody has left.`,
    recordMe: 'Record my picture and sound',
    isIn: (names: readonly string[]) => `Recorded: ${list.format(names)}.`,
    isNotIn: (names: readonly string[]) => `Not recorded: ${list.format(names)}.`,
    yours: 'You will get the link.',
    sendMe: 'Send me the link, too',
    live: 'Live view',
    liveHint: 'for those who only watch',
    stop: 'Stop recording',
  },
  refused: {
    'no-recorder':
      'Calls cannot be recorded here: whoever runs Holler has to set a recorder up first.',
    'no-media-server':
      'Recording needs a media server that everybody here can use, and one of you, or the server, cannot.',
    'not-allowed': 'You may not record here. A host decides.',
    'rate-limited': 'The last recording is just ending. Wait a moment and try again.',
    'not-found': 'Nothing is being recorded any more.',
  },
  badge: {
    on: 'This call is being recorded',
    onWithoutYou: 'This call is being recorded. You are not in the recording.',
    withoutYou: 'You are not in it',
    moving: 'Preparing to record…',
    starting: 'About to record…',
    interrupted: 'Recording interrupted',
    stopping: 'Recording ends…',
  },
  consent: {
    title: (name: string) =>
      name === '' ? 'This call is being recorded' : `${name} is recording this call`,
    body: 'May your picture and sound be in it? If not, there is only your name.',
    yes: 'Yes, record me',
    no: 'No, do not record me',
    note: 'Until you answer, nothing of you is recorded. You can change your mind at any time: press the red sign.',
    lobbyNote: 'You can change your mind at any time.',
    join: 'Join and be recorded',
    joinNot: 'Join without being recorded',
    knock: 'Ask to join, and be recorded',
    knockNot: 'Ask to join, not recorded',
  },
  news: {
    begun: 'This call is being recorded.',
    'goes-on': 'The recording goes on.',
    interrupted:
      'The recording was interrupted. What was recorded is kept, and it goes on in a moment.',
    ends,
    neverBegan,
  },
  notes: {
    about: {
      processing: 'Your recording is being put together.',
      ready: 'Your recording is ready.',
      failed: 'Nothing of your recording could be kept.',
    },
    open: 'Open',
    copyFailed: copyByHand,
  },
  mine: {
    title: 'Your recordings',
    unnamed: 'Recording',
    at: (ms: number) => short.format(ms),
    forget: 'Forget this link',
    states: {
      recording: 'Still being recorded',
      processing: 'Being prepared…',
      failed: 'Nothing of it could be kept',
    },
  },
  ended: {
    states: endedRecordingStates,
    open: 'Open',
    copyLink: 'Copy link',
    copied: 'Link copied. Whoever has it can watch the recording, and nothing more.',
    copyFailed: copyByHand,
    send: 'Send it to me',
    addressMissing: 'Write your e-mail address first.',
    sent: (email: string) => `Its link goes to ${email} once the recording is ready.`,
    sentElsewhere: 'It has been sent to another address already. Copy its link instead.',
    sendFailed: 'It could not be sent. Check your connection and try again.',
  },
  recorder: {
    withheld: { yes: '', no: 'Not recorded', unasked: 'Not recorded' },
  },
  live: {
    unnamed: 'Live',
    looking: 'Looking for the call…',
    sign: 'Live',
    viewers: (count: number) => (count === 1 ? '1 viewer' : `${figure.format(count)} viewers`),
    player: 'The call, live',
    waiting: 'The first pictures are on their way…',
    delayNote: 'You see it some seconds after it happens.',
    soundOff: 'Turn the sound on',
    states: {
      offline: {
        title: 'Nothing is on yet',
        body: 'As soon as the call is live, it plays here by itself.',
      },
      ended: {
        title: 'It is over',
        body: 'The call is not live any more. Thank you for watching.',
      },
      missing: {
        title: 'There is nothing to watch here',
        body: 'Check the link: a letter may be missing.',
      },
      unreachable: {
        title: 'The call cannot be reached',
        body: 'The server does not answer. Check your connection; this page goes on trying.',
      },
      unplayable: {
        title: 'This browser cannot play it',
        body: 'Open the link in a newer browser.',
      },
    },
  },
} as const;
