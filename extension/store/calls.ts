import type { CallReport, LiveReport } from '../../edge/protocol/bridge.ts';
import type { Session } from './session.ts';

/** Rules about what the extension knows; none of them asks the browser anything. */

export interface KnownCall {
  readonly tab: number;
  readonly report: Exclude<CallReport, { phase: 'none' }>;
}

const ranks: Readonly<Record<CallReport['phase'], number>> = {
  live: 3,
  waiting: 2,
  lobby: 1,
  none: 0,
};

/** The call that all controls are about: the one that has come furthest, of equals the one that spoke last. */
export function currentCall({ pages }: Session): KnownCall | null {
  const [best] = [...pages].sort(
    (one, other) => ranks[other.report.phase] - ranks[one.report.phase] || other.at - one.at,
  );
  if (best === undefined || best.report.phase === 'none') return null;
  return { tab: best.tab, report: best.report };
}

export function liveCall(session: Session): { tab: number; report: LiveReport } | null {
  const call = currentCall(session);
  return call?.report.phase === 'live' ? { tab: call.tab, report: call.report } : null;
}

/** A page in which a call can begin without another being given up for it. */
export function calmPage({ pages }: Session): number | null {
  return pages.find(({ report }) => report.phase === 'none')?.tab ?? null;
}

export function hear(session: Session, tab: number, report: CallReport, at: number): Session {
  const others = session.pages.filter((page) => page.tab !== tab);
  const { sharing } = session;
  const stillShares = report.phase === 'live' && report.sharing === 'tab';
  return {
    ...session,
    pages: [...others, { tab, report, at }],
    sharing: sharing?.page === tab && !stillShares ? null : sharing,
  };
}

/** A page that was closed, or left for another site. */
export function forgetPage(session: Session, tab: number): Session {
  if (!session.pages.some((page) => page.tab === tab)) return session;
  return {
    ...session,
    pages: session.pages.filter((page) => page.tab !== tab),
    posts: session.posts.filter((post) => post.tab !== tab),
    sharing: session.sharing?.page === tab ? null : session.sharing,
    asked: session.asked?.page === tab ? null : session.asked,
  };
}

export function forgetTab(session: Session, tab: number): Session {
  const { sharing, asked, outbox } = session;
  const known = sharing?.tab === tab || asked?.tab === tab || outbox.some((one) => one.tab === tab);
  const rest = known
    ? {
        ...session,
        outbox: outbox.filter((one) => one.tab !== tab),
        sharing: sharing?.tab === tab ? null : sharing,
        asked: asked?.tab === tab ? null : asked,
      }
    : session;
  return forgetPage(rest, tab);
}

export type ShareStep =
  | { readonly step: 'stop'; readonly page: number }
  | { readonly step: 'share'; readonly page: number }
  /** There is a page, but its call is not live yet. */
  | { readonly step: 'wait'; readonly page: number }
  | { readonly step: 'start' }
  | { readonly step: 'refuse'; readonly why: 'own-page' | 'may-not-share' };

/** What the one key for sharing means, in this tab and now. */
export function shareStep(session: Session, tab: number, canCapture: boolean): ShareStep {
  const call = currentCall(session);
  if (call === null) {
    return session.pages.some((page) => page.tab === tab)
      ? { step: 'refuse', why: 'own-page' }
      : { step: 'start' };
  }
  const { tab: page, report } = call;
  const sharing = report.phase === 'live' ? report.sharing : 'nothing';
  const sharesThis = session.sharing?.tab === tab || (!canCapture && sharing !== 'nothing');
  if (sharesThis || (page === tab && sharing !== 'nothing')) return { step: 'stop', page };
  if (page === tab) return { step: 'refuse', why: 'own-page' };
  if (report.phase !== 'live') return { step: 'wait', page };
  return report.mayShare ? { step: 'share', page } : { step: 'refuse', why: 'may-not-share' };
}

/** Whoever waited longer for a call than this has forgotten what they wanted in it. */
export const wishLifetimeMs = 10 * 60_000;

export type Due =
  | { readonly type: 'share'; readonly tab: number; readonly page: number }
  | { readonly type: 'post'; readonly page: number; readonly text: string };

/** What can be done now that was wanted before its call was live; the session that is left has it no more. */
export function takeDue(session: Session, now: number): [Due[], Session] {
  const isLive = (tab: number) =>
    session.pages.some((page) => page.tab === tab && page.report.phase === 'live');
  const isFresh = ({ at }: { at: number }) => now - at < wishLifetimeMs;
  const { asked, posts } = session;
  const due: Due[] = posts
    .filter((post) => isLive(post.tab) && isFresh(post))
    .map(({ tab, text }) => ({ type: 'post', page: tab, text }));
  const shares = asked !== null && asked.command === null && isLive(asked.page);
  if (shares && isFresh(asked)) due.push({ type: 'share', tab: asked.tab, page: asked.page });
  if (due.length === 0 && !shares) return [due, session];
  return [
    due,
    {
      ...session,
      posts: posts.filter((post) => !isLive(post.tab) && isFresh(post)),
      asked: shares ? null : asked,
    },
  ];
}
