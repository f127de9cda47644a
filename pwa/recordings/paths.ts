import { brandIf } from '../../edge/protocol/ids.ts';
import { LinkToken, recorderPath } from '../../edge/protocol/recording.ts';

export type RecordingPlace =
  /** Something that was recorded, or is watched while it happens: for whoever has its token. */
  | { readonly kind: 'recording' | 'live'; readonly token: LinkToken }
  /** What a recorder opens, and records. */
  | { readonly kind: 'recorder' };

const shown = /^\/(r|live)\/([^/]+)$/;

/** Undefined for what lost a letter on its way. */
export function readRecordingPath(path: string): RecordingPlace | undefined {
  if (path === recorderPath) return { kind: 'recorder' };
  const [, kind, text] = shown.exec(path) ?? [];
  const token = brandIf(LinkToken, text);
  return token && { kind: kind === 'r' ? 'recording' : 'live', token };
}
