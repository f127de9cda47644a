import { text } from '../../pwa/messages/en.ts';
import { laterText } from '../../pwa/messages/en-later.ts';
import { whyNoRefusal } from '../support/browser.ts';
import { connectionCount } from './support/connections.ts';
import {
  expectHears,
  expectSees,
  expectSeesAndHearsSomething,
  expectSeesNot,
  expectTogether,
} from './support/senses.ts';
import { expect, test } from './support/test.ts';

test("Chromium's own fake devices are seen and heard through its own getUserMedia", async ({
  invite,
}) => {
  const ann = await invite('Ann', { devices: 'browser' });
  const ben = await invite('Ben', { devices: 'browser' });
  await ben.joinBy(await ann.startCall());

  await expectSeesAndHearsSomething(ann, ben);
  await expectSeesAndHearsSomething(ben, ann);
});

test('who refuses camera and microphone is told what to do, joins all the same, and hears', async ({
  invite,
}) => {
  test.skip(whyNoRefusal !== null, whyNoRefusal ?? '');
  const ann = await invite('Ann');
  const ben = await invite('Ben', { devices: 'refused' });
  const link = await ann.startCall();
  await ben.openLink(link);
  await expect(ben.page.getByText(text.devices.bothProblems.denied ?? '')).toBeVisible();
  await expect(ben.page.getByText(text.lobby.noPicture.denied)).toBeVisible();

  await ben.join();
  await expectSees(ben, ann);
  await expectHears(ben, ann);
  await expectSeesNot(ann, ben);
  await expect(ann.tile(ben)).toContainText(text.call.muted);
});

test('a machine without camera and microphone can join, listen and share its screen', async ({
  invite,
}) => {
  const ann = await invite('Ann');
  const ben = await invite('Ben', { devices: 'none' });
  await ben.openLink(await ann.startCall());
  await expect(ben.page.getByText(text.devices.bothProblems.missing ?? '')).toBeVisible();
  await ben.join();
  await expectSees(ben, ann);
  await expectHears(ben, ann);

  await ben.share(true);
  await expectSees(ann, ben, { of: 'screen' });
});

test('another camera and microphone take over in mid-call, over the same connection', async ({
  invite,
}) => {
  const ann = await invite('Ann');
  const ben = await invite('Ben');
  await ben.joinBy(await ann.startCall());
  await expectTogether(ann, ben);
  const connections = await connectionCount(ben);
  const [, camera] = ben.looks.cameras;
  const [, microphone] = ben.looks.microphones;
  if (camera === undefined || microphone === undefined) throw new Error('Ben has one of each');

  await ben.press(text.call.settings);
  const dialog = ben.page.getByRole('dialog');
  await dialog.getByLabel(text.devices.camera).selectOption({ label: camera.label });
  await dialog.getByLabel(text.devices.microphone).selectOption({ label: microphone.label });

  await expectSees(ann, ben, camera);
  await expectHears(ann, ben, microphone);
  expect(await connectionCount(ben)).toBe(connections);
});

test('the lobby remembers that somebody came without a camera', async ({ invite }) => {
  const ann = await invite('Ann');
  await ann.openFront();
  await ann.button(laterText.front.start).click();
  await ann.button(text.call.camera).click();
  await ann.page.reload();
  await expect(ann.button(text.call.camera)).toHaveAttribute('aria-pressed', 'false');
  await expect(ann.page.getByText(text.lobby.cameraOff)).toBeVisible();
});

test('a browser that cannot capture a screen has no button for it', async ({ invite }) => {
  const ann = await invite('Ann', { withoutScreenCapture: true });
  await ann.startCall();
  await expect(ann.tool(text.call.camera)).toBeVisible();
  await expect(ann.tool(text.call.share)).toHaveCount(0);
});
