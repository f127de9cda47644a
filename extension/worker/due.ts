import { takeDue } from '../store/calls.ts';
import { changeSession } from '../store/session.ts';
import { tellPage } from './pages.ts';
import { share } from './share.ts';

/** Does what waited for a call to be live. */
export async function doDue(): Promise<void> {
  let due: ReturnType<typeof takeDue>[0] = [];
  await changeSession((session) => {
    const [now, rest] = takeDue(session, Date.now());
    due = now;
    return rest;
  });
  for (const one of due) {
    if (one.type === 'post') await tellPage(one.page, { type: 'post', text: one.text });
    else await share(one.tab, one.page);
  }
}
