import { textOfBytes } from './call/random-text.ts';
import { lifecycle, random, storage } from './compose.ts';
import { createRecordingsApi } from './recordings/recordings-api.ts';
import { createRememberedRecordings } from './recordings/remembered.ts';

/** What the pages about recordings need of the browser, beyond what every page does. */
export const recordings = createRecordingsApi({
  fetch: (...request) => fetch(...request),
  lifecycle,
});

export const remembered = createRememberedRecordings(storage);

const viewerNameBytes = 18;

const viewerKey = 'holler.viewer';

/** Tells this tab apart from others that watch the same, and nothing about who it is. A reload is no second one. */
export function viewerName(): string {
  try {
    const known = sessionStorage.getItem(viewerKey);
    if (known !== null) return known;
    const made = textOfBytes(random.bytes(viewerNameBytes));
    sessionStorage.setItem(viewerKey, made);
    return made;
  } catch {
    return textOfBytes(random.bytes(viewerNameBytes));
  }
}
