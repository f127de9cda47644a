import { laterText } from '../../pwa/messages/en-later.ts';
import { relayTransports } from './support/connections.ts';
import { expectTogether } from './support/senses.ts';
import { expect, test } from './support/test.ts';

// The TURN server is LiveKit's own, as in `npm start`.
test.use({ turn: true, sfu: true });

for (const via of ['udp', 'tcp'] as const) {
  test(`where nothing but TURN over ${via} gets through, a call connects and says that it is relayed`, async ({
    invite,
  }) => {
    const ann = await invite('Ann', { relayOnly: via });
    const ben = await invite('Ben', { relayOnly: via });
    await ben.joinBy(await ann.startCall());

    await expectTogether(ann, ben);
    await expect(ann.tile(ben)).toHaveAttribute('data-path', 'relayed');
    await ann.page.locator('.privacy-badge').click();
    const dialog = ann.page.getByRole('dialog', { name: laterText.privacy.title });
    await expect(dialog.getByRole('listitem')).toContainText(/relayed · \d+ ms · \d+(\.\d)?% lost/);
    await expect(ben.tile(ann)).toHaveAttribute('data-path', 'relayed');
    expect(await relayTransports(ann)).toEqual([via]);
    expect(await relayTransports(ben)).toEqual([via]);
  });
}
