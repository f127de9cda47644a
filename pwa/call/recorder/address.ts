import * as v from 'valibot';
import { brandIf, Secret } from '../../../edge/protocol/ids.ts';
import { Layout, RoomHome } from '../../../edge/protocol/recording.ts';

/** What a recorder puts into the page's address: its room, and what LiveKit's recorders add. */
export interface RecorderAddress {
  readonly home: RoomHome;
  readonly ticket: Secret;
  readonly layout: Layout;
  readonly server: { readonly url: string; readonly token: string };
}

export function readRecorderAddress({ searchParams: query }: URL): RecorderAddress | undefined {
  const home = brandIf(RoomHome, query.get('room'));
  const ticket = brandIf(Secret, query.get('ticket'));
  const url = query.get('url');
  const token = query.get('token');
  if (!home || !ticket || !url || !token) return undefined;
  return { home, ticket, layout: layoutOf(query.get('layout')), server: { url, token } };
}

/** LiveKit tells of another layout in the metadata of the recorder's own participant. */
export function layoutInMetadata(metadata: string | undefined): Layout | undefined {
  try {
    return v.parse(v.object({ layout: Layout }), JSON.parse(metadata ?? '')).layout;
  } catch {
    return undefined;
  }
}

function layoutOf(text: string | null): Layout {
  return v.parse(v.fallback(Layout, 'grid'), text);
}
