import type { Mail } from './mail.ts';

export interface FinishedRecording {
  readonly title: string;
  readonly startedAt: number;
  readonly durationMs: number;
  readonly state: 'ready' | 'failed';
  readonly expiresAt: number | null;
  readonly url: string;
  readonly isOwner: boolean;
}

/** What the edge itself says about a recording, in a mail and to whoever shows a preview of a link. */
export function titleOf({ title, startedAt }: { title: string; startedAt: number }): string {
  const day = new Date(startedAt).toISOString().slice(0, 10);
  return title === '' ? `Recording of a call on ${day}` : `Recording of “${title}”, ${day}`;
}

export function lengthOf(durationMs: number): string {
  const seconds = Math.round(durationMs / 1_000);
  const parts = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60];
  const shown = parts[0] === 0 ? parts.slice(1) : parts;
  return shown.map((part, place) => (place === 0 ? part : String(part).padStart(2, '0'))).join(':');
}

export function mailAbout(recording: FinishedRecording): Omit<Mail, 'to' | 'id'> {
  const { state, url, isOwner, expiresAt, durationMs } = recording;
  const title = titleOf(recording);
  if (state === 'failed') {
    const sentence = 'Nothing of this recording could be kept: the recorder failed.';
    return { subject: `${title} was lost`, ...bodyOf([title, sentence]) };
  }
  const sentences = [
    `${title} (${lengthOf(durationMs)}) is ready:`,
    'Whoever has this link can watch it, so pass it on with care.',
    ...(isOwner ? ['With this link of yours you can also delete it.'] : []),
    ...(expiresAt === null
      ? []
      : [`It is deleted by itself on ${new Date(expiresAt).toISOString().slice(0, 10)}.`]),
  ];
  return { subject: title, ...bodyOf(sentences, url) };
}

function bodyOf([first = '', ...rest]: readonly string[], url?: string) {
  const paragraph = (sentence: string) => `<p>${escaped(sentence)}</p>`;
  const link = url === undefined ? [] : [`<p><a href="${escaped(url)}">${escaped(url)}</a></p>`];
  return {
    text: [first, ...(url === undefined ? [] : [url]), ...rest].join('\n\n'),
    html: [paragraph(first), ...link, ...rest.map(paragraph)].join('\n'),
  };
}

export function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
