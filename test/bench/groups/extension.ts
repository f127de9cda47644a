import { measureIdle } from '../extension/idle.ts';
import { measurePackages } from '../extension/packages.ts';
import { measurePopup } from '../extension/popup-open.ts';
import { measureShortcut } from '../extension/shortcut-to-frame.ts';
import { openWorkshop } from '../extension/workshop.ts';
import { type Group, type Measured, type Row, rowOf } from '../group.ts';

const name = 'extension';
const idleMetrics = ['idle_requests', 'idle_memory'] as const;

export const group: Group = {
  name,
  async *measure(context): AsyncIterable<Row> {
    for await (const measured of measurements(context)) yield rowOf({ group: name, ...measured });
  },
};

async function* measurements(
  context: Parameters<Group['measure']>[0],
): AsyncIterable<Omit<Measured, 'group'>> {
  const { wants } = context;
  const workshop = await openWorkshop();
  try {
    if (wants('package_zip_bytes')) yield* measurePackages();
    if (wants('popup_open')) yield await measurePopup(workshop, context);
    if (wants('shortcut_to_frame')) yield await measureShortcut(workshop, context);
    if (idleMetrics.some(wants)) yield* measureIdle(context);
  } finally {
    await workshop.close();
  }
}
