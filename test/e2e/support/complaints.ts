import type { BrowserContext } from '@playwright/test';

/** Tells about what no page of ours may ever do: throw, break its security policy, or talk to a third party. */
export function watchFor(
  context: BrowserContext,
  origins: ReadonlySet<string>,
  complain: (what: string) => void,
): void {
  context.on('weberror', (error) => complain(`threw ${error.error().stack ?? error.error()}`));
  context.on('console', (message) => {
    if (/content.security.policy/i.test(message.text())) complain(message.text());
  });
  context.on('request', (request) => {
    const { protocol, origin: to } = new URL(request.url());
    if (/^https?:$/.test(protocol) && !origins.has(to)) complain(`asked ${to}`);
  });
  context.on('page', (page) => {
    page.on('websocket', (socket) => {
      const to = new URL(socket.url()).origin.replace(/^ws/, 'http');
      if (!origins.has(to)) complain(`opened a socket to ${to}`);
    });
  });
}
