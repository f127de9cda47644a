import type { platform } from 'node:os';
import { dockerImage } from '../server/docker.ts';
import type { Launch } from '../server/program.ts';
import { type LiveKitConfig, liveKitConfigText } from './config.ts';
import type { LiveKitProgram } from './program.ts';
import { liveKitVersion } from './version.ts';

/** Null when no daemon answers. */
export async function dockerLiveKit(
  docker: string,
  system?: ReturnType<typeof platform>,
): Promise<LiveKitProgram | null> {
  const image = `livekit/livekit-server:${liveKitVersion()}`;
  const found = await dockerImage(docker, { image, server: 'LiveKit' }, system);
  if (found === null) return null;
  return {
    ...found,
    name: 'in Docker',
    launch: (config) => launch(docker, image, config),
  };
}

function launch(command: string, image: string, config: LiveKitConfig): Launch {
  const name = `holler-livekit-${config.port}`;
  return {
    command,
    args: [
      ...['run', '--rm', '--name', name],
      ...(config.network === 'loopback' ? ['--network', 'host'] : publishedPorts(config)),
      // By name alone: arguments can be read by every process of the machine.
      ...['--env', 'LIVEKIT_CONFIG', image],
    ],
    env: { LIVEKIT_CONFIG: liveKitConfigText(config) },
    cleanUp: ['rm', '--force', name],
  };
}

/** The relay's ports are not among them: both ends of a relayed call are inside the container. */
function publishedPorts({ port, mediaPort, turn }: LiveKitConfig): string[] {
  return [
    `${port}:${port}/tcp`,
    `${mediaPort}:${mediaPort}/udp`,
    ...(turn === null ? [] : [`${turn.udp}:${turn.udp}/udp`, `${turn.tcp}:${turn.tcp}/tcp`]),
  ].flatMap((ports) => ['--publish', `127.0.0.1:${ports}`]);
}
