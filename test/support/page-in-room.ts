import { createRequire } from 'node:module';
import type { Room } from 'livekit-client';
import type { Browser, Page } from 'playwright';

declare global {
  interface Window {
    room: Room;
    LivekitClient: { readonly Room: typeof Room };
  }
}

/** Joins LiveKit with the token of a recorder's page, whose place a picture has in the tests of the recorder. */
export async function openPageInRoom(browser: Browser, url: string, token: string): Promise<Page> {
  const page = await browser.newPage();
  await page.addScriptTag({ path: createRequire(import.meta.url).resolve('livekit-client') });
  await page.evaluate(
    async ([url, token]) => {
      window.room = new window.LivekitClient.Room();
      await window.room.connect(url, token, { autoSubscribe: false });
    },
    [url, token] as const,
  );
  return page;
}
