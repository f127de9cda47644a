import { readFileSync } from 'node:fs';
import { inRoot } from '../../edge/dev/paths.ts';

/** The release that Go builds and Docker pulls: the one that `go.mod` pins. */
export function liveKitVersion(): string {
  const [, version] =
    /github\.com\/livekit\/livekit-server (v\S+)/.exec(
      readFileSync(inRoot('media/go.mod'), 'utf8'),
    ) ?? [];
  if (version === undefined) throw new Error('media/go.mod pins no LiveKit');
  return version;
}
