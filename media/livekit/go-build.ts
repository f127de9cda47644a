import { join } from 'node:path';
import { cacheFolder, inRoot } from '../../edge/dev/paths.ts';
import { goBuild } from '../server/go-build.ts';
import { nativeLiveKit } from './native.ts';
import type { LiveKitProgram } from './program.ts';
import { liveKitVersion } from './version.ts';

/** Built once, from what `go.mod` and `go.sum` pin. */
export function goLiveKit(go: string, cache = join(cacheFolder, 'livekit')): LiveKitProgram {
  const file = join(cache, liveKitVersion(), 'livekit-server');
  const preparation = goBuild({
    go,
    server: 'LiveKit',
    feature: 'Large calls',
    duration: 'about three minutes',
    module: inRoot('media'),
    package: 'github.com/livekit/livekit-server/cmd/server',
    file,
  });
  return nativeLiveKit('as built with Go', file, preparation);
}
