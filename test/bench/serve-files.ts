import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inRoot } from '../../edge/dev/paths.ts';

export interface ServedFiles {
  readonly server: Server;
  readonly port: number;
}

/** Serves these files of the project, by their paths, and nothing else; read once, so that no disk is measured. */
export async function serveFiles(
  files: Readonly<Record<string, { readonly file: string; readonly type: string }>>,
): Promise<ServedFiles> {
  const contents = new Map<string, { readonly body: Buffer; readonly type: string }>();
  for (const [path, { file, type }] of Object.entries(files)) {
    contents.set(path, { body: await readFile(inRoot(file)), type });
  }
  const server = createServer((request, response) => {
    const content = contents.get(new URL(request.url ?? '/', 'http://localhost').pathname);
    if (content === undefined) response.writeHead(404).end();
    else response.writeHead(200, { 'content-type': content.type }).end(content.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, port: (server.address() as AddressInfo).port };
}
