import { platform } from 'node:os';
import { runTool } from '../../edge/dev/child.ts';
import { Problem } from '../../edge/dev/cli.ts';
import { type LiveKitConfig, liveKitConfigText } from './config.ts';
import type { Launch, LiveKitProgram, Preparation } from './program.ts';
import { liveKitVersion } from './version.ts';

const daemonTimeoutMs = 5_000;

/** Null when no daemon answers. */
export async function dockerLiveKit(
  docker: string,
  system = platform(),
): Promise<LiveKitProgram | null> {
  const image = `livekit/livekit-server:${liveKitVersion()}`;
  const asks = { signal: AbortSignal.timeout(daemonTimeoutMs) };
  const daemon = await runTool(docker, ['version', '--format', '{{.Server.Version}}'], asks);
  if (daemon.code !== 0) return null;
  const present = await runTool(docker, ['image', 'inspect', '--format', '{{.Id}}', image], asks);
  // Elsewhere containers run in a virtual machine, whose network is not the host's.
  const network = system === 'linux' ? 'loopback' : 'published';
  return {
    name: 'in Docker',
    network,
    preparation: present.code === 0 ? null : pull(docker, image),
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

function publishedPorts({ port, mediaPort }: LiveKitConfig): string[] {
  return [
    ...['--publish', `127.0.0.1:${port}:${port}/tcp`],
    ...['--publish', `127.0.0.1:${mediaPort}:${mediaPort}/udp`],
  ];
}

function pull(docker: string, image: string): Preparation {
  return {
    what: 'fetching LiveKit with Docker, once',
    async run(_progress, signal) {
      const { code, output } = await runTool(docker, ['pull', '--quiet', image], { signal });
      signal.throwIfAborted();
      if (code !== 0) {
        throw new Problem(`${output.trim()}\nDocker could not fetch LiveKit.`);
      }
    },
  };
}
