import { inRoot } from '../../edge/dev/paths.ts';
import { pinnedVersion } from '../server/version.ts';

/** The release that Go builds and Docker pulls. */
export function liveKitVersion(): string {
  return pinnedVersion(inRoot('media'), 'github.com/livekit/livekit-server');
}
