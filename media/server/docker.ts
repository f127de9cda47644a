import { platform } from 'node:os';
import { runTool } from '../../edge/dev/child.ts';
import { Problem } from '../../edge/dev/cli.ts';
import type { Preparation, ServerNetwork } from './program.ts';

const daemonTimeoutMs = 5_000;

export interface DockerImage {
  readonly network: ServerNetwork;
  /** Fetches it; null when it is there already. */
  readonly preparation: Preparation | null;
}

/** What runs this image here; null when no daemon answers. */
export async function dockerImage(
  docker: string,
  { image, server }: { readonly image: string; readonly server: string },
  system = platform(),
): Promise<DockerImage | null> {
  const asks = { signal: AbortSignal.timeout(daemonTimeoutMs) };
  const daemon = await runTool(docker, ['version', '--format', '{{.Server.Version}}'], asks);
  if (daemon.code !== 0) return null;
  const present = await runTool(docker, ['image', 'inspect', '--format', '{{.Id}}', image], asks);
  return {
    // Elsewhere containers run in a virtual machine, whose network is not the host's.
    network: system === 'linux' ? 'loopback' : 'published',
    preparation: present.code === 0 ? null : pull(docker, image, server),
  };
}

function pull(docker: string, image: string, server: string): Preparation {
  return {
    what: `fetching ${server} with Docker, once`,
    async run(_progress, signal) {
      const { code, output } = await runTool(docker, ['pull', '--quiet', image], { signal });
      signal.throwIfAborted();
      if (code !== 0) throw new Problem(`${output.trim()}\nDocker could not fetch ${server}.`);
    },
  };
}
