import { setTimeout as delay } from 'node:timers/promises';
import { openHall } from './bench/crowd/hall.ts';
import { pressJoin } from './bench/mesh/sides.ts';
const hall = await openHall(new AbortController().signal);
try {
  const g = await hall.newMeeting(10, { encrypted: process.argv[2] !== 'clear' });
  await g.crowd.growTo(48, () => ({ microphone: 'silent', camera: true }));
  for (let round = 0; round < 2; round++) {
  const page = await g.openLobby();
  await page.evaluate(() => {
    (window as any).loafs = [];
    new PerformanceObserver((list) => {
      for (const e of list.getEntries() as any[]) for (const s of e.scripts) if (s.duration > 25) (window as any).loafs.push([Math.round(s.startTime), Math.round(s.duration), Math.round(s.forcedStyleAndLayoutDuration), s.invoker, s.invokerType, s.sourceURL.split('/').pop(), s.sourceFunctionName, s.sourceCharPosition].join(' '));
    }).observe({ type: 'long-animation-frame' });
  });
  const t0 = await page.evaluate(() => performance.now());
  await pressJoin(page);
  for (const at of [3, 3, 5, 5]) {
    await delay(at * 1000);
    console.log(JSON.stringify(await page.evaluate(() => ({
      now: Math.round(performance.now()),
      tiles: document.querySelectorAll('[data-seat]').length,
      bare: [...document.querySelectorAll<HTMLElement>('[data-seat]')].filter((t) => !t.querySelector('video') || (t.querySelector('video')!.currentTime === 0)).map((t) => t.innerText.slice(0,12) + ':' + !!t.querySelector('video') + ':' + t.dataset.path),
      decoded: 0,
    }))));
    console.log(JSON.stringify(await page.evaluate(async () => { const t = await (window as any).benchTraffic(); return [Object.values(t.decodedFrames).filter((n: any) => n > 0).length, Object.keys(t.decodedFrames).length]; })));
  }
  console.log('click at', t0, (await page.evaluate(() => (window as any).loafs.join('\n'))));
  await page.getByRole('button', { name: /^Leave/ }).click();
  await page.context().close();
  }
} finally { await hall.close(); }
process.exit(0);
