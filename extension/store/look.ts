import { extensionText } from '../../pwa/messages/en-extension.ts';
import { currentCall } from './calls.ts';
import type { Session } from './session.ts';

export type IconState = 'idle' | 'call' | 'muted' | 'sharing';

export interface Look {
  readonly icon: IconState;
  readonly badge: string;
  readonly badgeColor: string;
  readonly title: string;
}

/** The fills of the tokens: a badge is drawn by the browser, in neither light nor dark. */
const colors = { calm: '#0b6b60', urgent: '#c4312a' } as const;
const words = extensionText.look;

/** What the toolbar button shows. What somebody waits for comes before what goes on by itself. */
export function lookOf(session: Session): Look {
  const call = currentCall(session);
  const calm = { badgeColor: colors.calm } as const;
  if (session.notice !== null) {
    const title = extensionText.notices[session.notice];
    return { icon: iconOf(session), badge: '!', badgeColor: colors.urgent, title };
  }
  if (call === null) return { ...calm, icon: 'idle', badge: '', title: words.idle };
  const { report } = call;
  if (report.phase !== 'live') {
    return { ...calm, icon: 'idle', badge: '…', title: words[report.phase] };
  }
  const { knocking, sharing, microphone } = report;
  const parts = [
    words.inCall,
    ...(microphone ? [] : [words.muted]),
    ...(sharing === 'tab' ? [words.sharingTab] : sharing === 'screen' ? [words.sharingScreen] : []),
    ...(knocking > 0 ? [words.knocking(knocking)] : []),
  ];
  const badge = knocking > 0 ? String(knocking) : sharing === 'nothing' ? '' : '▲';
  return {
    icon: iconOf(session),
    badge,
    badgeColor: knocking > 0 ? colors.urgent : colors.calm,
    title: words.live(parts),
  };
}

function iconOf(session: Session): IconState {
  const report = currentCall(session)?.report;
  if (report?.phase !== 'live') return 'idle';
  if (!report.microphone) return 'muted';
  return report.sharing === 'nothing' ? 'call' : 'sharing';
}
