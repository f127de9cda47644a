import { readMeetingLink } from '../../edge/protocol/links.ts';
import { text } from '../../pwa/messages/en.ts';
import { recordingText } from '../../pwa/messages/en-recording.ts';
import { joinRoom, type Member } from '../support/room-client.ts';
import { findOverlaps, signSelectors } from './support/in-page-signs.ts';
import { type Person, toolNames } from './support/person.ts';
import { expectRecorded, pressRecord } from './support/recording.ts';
import { expect, test } from './support/test.ts';

test.use({ sfu: true, recording: true });
test.describe.configure({ timeout: 240_000 });

interface Screen {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly textPercent?: number;
}

const screens: readonly Screen[] = [
  { name: 'wide', width: 1_440, height: 900 },
  { name: 'small laptop', width: 1_024, height: 600 },
  { name: 'phone upright', width: 390, height: 844 },
  { name: 'small phone upright', width: 320, height: 568 },
  { name: 'phone sideways', width: 844, height: 390 },
  { name: 'wide, text twice as large', width: 1_280, height: 720, textPercent: 200 },
];
const sizes = [1, 2, 3, 4, 5, 6, 9];

test('no sign lies over another or over a face, and the red one is always seen', async ({
  invite,
  stack,
}) => {
  const ann = await invite('Ann', { context: { deviceScaleFactor: 0.5 } });
  await ann.page.emulateMedia({ reducedMotion: 'reduce' });
  const link = readMeetingLink(await ann.startCall());
  if (link === undefined) throw new Error('Ann is in no call');
  await walk(ann, 'alone');
  await pressRecord(ann);
  await expectRecorded(ann);

  // People as far as anybody can see who looks at their names, hands and microphones: no browser of theirs runs.
  const others: Member[] = [];
  const capabilities = ['mesh', 'sfu'];
  for (const size of sizes) {
    while (others.length + 1 < size) {
      const name = `Somebody with the long name ${others.length + 2}`;
      const member = await joinRoom(stack.origin, link.id, name, { capabilities });
      others.push(member);
      if (others.length % 2 === 1) await member.client.command({ type: 'hand', raised: true });
    }
    await expect(ann.page.locator('article.tile')).not.toHaveCount(0);
    await expect(ann.tool(toolNames.people)).toHaveAccessibleName(
      new RegExp(`, ${size} in the call`),
    );
    await walk(ann, `${size} in the call`);
  }
  await others[0]?.client.command({
    type: 'chat',
    text: 'A message that is told while nobody reads it',
  });
  await expect(ann.page.getByText('while nobody reads it')).toBeVisible();
  await walk(ann, 'with a notice', [null]);
  for (const { client } of others) client.close();
});

const panels = [null, 'chat', 'people'] as const;

async function walk(
  ann: Person,
  where: string,
  opened: readonly (typeof panels)[number][] = panels,
) {
  const { page } = ann;
  for (const { name, textPercent = 100, ...viewport } of screens) {
    await page.setViewportSize(viewport);
    await page.evaluate((percent) => {
      document.documentElement.style.fontSize = `${percent}%`;
    }, textPercent);
    for (const panel of opened) {
      if (panel !== null) await ann.openPanel(panel);
      const place = `${where}, ${name}, ${panel ?? 'no panel'}`;
      await expect
        .poll(() => page.evaluate(findOverlaps, signSelectors), { message: place, timeout: 5_000 })
        .toEqual([]);
      if (where !== 'alone') await expectRedSign(ann, place);
      if (panel !== null) await ann[panel].getByRole('button', { name: text.call.close }).click();
    }
  }
  await page.evaluate(() => {
    document.documentElement.style.fontSize = '';
  });
}

/** Not only there, but on top of everything that could cover it. */
async function expectRedSign({ page }: Person, where: string): Promise<void> {
  const sign = page.getByRole('button', { name: recordingText.badge.on });
  const isOnTop = await sign.evaluate((element) => {
    const { x, y, width, height } = element.getBoundingClientRect();
    return element.contains(document.elementFromPoint(x + width / 2, y + height / 2));
  });
  expect(isOnTop, where).toBe(true);
}
