import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Preparation } from '../server/program.ts';
import { liveKitConfigText } from './config.ts';
import type { LiveKitProgram } from './program.ts';

export function nativeLiveKit(
  name: string,
  command: string,
  preparation: Preparation | null,
): LiveKitProgram {
  return {
    name,
    network: 'loopback',
    preparation,
    launch(config, folder) {
      const file = join(folder, 'livekit.yaml');
      writeFileSync(file, liveKitConfigText(config), { mode: 0o600 });
      return { command, args: ['--config', file] };
    },
  };
}
