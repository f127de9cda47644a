import type { Route } from '../rtc/connection-stats.ts';
import type { Path } from '../transport/transport.ts';

/**
 * When a link is helped, and how: first ICE is restarted, then the whole link is dialled again, for as
 * long as the other is in the room. Rules only; `link.ts` runs them.
 */
export type LinkHealth =
  | { readonly phase: 'dialling'; readonly attempt: number; readonly since: number }
  | { readonly phase: 'connected' }
  /** Interrupted; most interruptions heal by themselves. */
  | { readonly phase: 'shaky'; readonly since: number }
  | { readonly phase: 'restarting'; readonly attempt: number; readonly since: number }
  | { readonly phase: 'redialling'; readonly attempt: number; readonly since: number };

export type HealthInput =
  | { readonly type: 'connected' }
  | { readonly type: 'disconnected' }
  | { readonly type: 'failed' }
  /** The other end closed it, or the room says that its page is gone. */
  | { readonly type: 'closed' }
  /** The network changed, or the machine woke up. */
  | { readonly type: 'recover' }
  /** The other end sees trouble and asks for a restart; `known`: of the link that we have. */
  | { readonly type: 'asked'; readonly known: boolean }
  | { readonly type: 'deadline' };

export type HealthEffect = 'restart' | 'redial';

export interface HealthStep {
  readonly health: LinkHealth;
  readonly effect?: HealthEffect;
}

/** ICE itself needs about 5 s to call a silent path disconnected; much of the patience is spent by then. */
const shakyMs = 2_500;
const restartMs = 3_500;
const maxRestarts = 3;
/** The `gone` of somebody who left follows the closing of their link at once. */
const closedMs = 700;
const dialMs = 10_000;
const maxRedialMs = 20_000;
/** A wish that crosses a helping hand already on its way. */
const recentMs = 1_500;

export function startHealth(now: number): LinkHealth {
  return { phase: 'dialling', attempt: 1, since: now };
}

/** When to look again, or null while there is nothing to wait for. */
export function healthDeadline(health: LinkHealth): number | null {
  switch (health.phase) {
    case 'connected':
      return null;
    case 'shaky':
      return health.since + shakyMs;
    case 'restarting':
      return health.since + restartMs;
    case 'dialling':
      return health.since + dialMs;
    case 'redialling':
      return (
        health.since +
        (health.attempt === 0
          ? closedMs
          : Math.min(maxRedialMs, dialMs / 2 + 2_500 * health.attempt))
      );
  }
}

function restart(attempt: number, now: number): HealthStep {
  return { health: { phase: 'restarting', attempt, since: now }, effect: 'restart' };
}

function dialAgain(health: LinkHealth, now: number): HealthStep {
  const attempt = 'attempt' in health && health.phase !== 'restarting' ? health.attempt + 1 : 1;
  const phase = health.phase === 'dialling' ? 'dialling' : 'redialling';
  return { health: { phase, attempt, since: now }, effect: 'redial' };
}

function afterDeadline(health: LinkHealth, now: number): HealthStep {
  switch (health.phase) {
    case 'connected':
      return { health };
    case 'shaky':
      return restart(1, now);
    case 'restarting':
      return health.attempt < maxRestarts
        ? restart(health.attempt + 1, now)
        : dialAgain(health, now);
    case 'dialling':
    case 'redialling':
      return dialAgain(health, now);
  }
}

function afterFailure(health: LinkHealth, now: number): HealthStep {
  switch (health.phase) {
    case 'connected':
    case 'shaky':
      return restart(1, now);
    case 'dialling':
      return health.attempt === 1 ? dialAgain(health, now) : { health };
    case 'restarting':
    case 'redialling':
      return { health };
  }
}

function afterClosing(health: LinkHealth, now: number): HealthStep {
  // A dial under way keeps its own pace: two ends that refuse each other must not race.
  if (health.phase === 'dialling' || health.phase === 'redialling') return { health };
  return { health: { phase: 'redialling', attempt: 0, since: now } };
}

function helpNow(health: LinkHealth, now: number): HealthStep {
  switch (health.phase) {
    case 'connected':
      return { health };
    case 'shaky':
    case 'restarting':
      return restart(1, now);
    case 'dialling':
    case 'redialling':
      return dialAgain({ ...health, attempt: 0 }, now);
  }
}

function isRecent(health: LinkHealth, now: number): boolean {
  return 'since' in health && health.phase !== 'shaky' && now - health.since < recentMs;
}

function afterAsking(health: LinkHealth, known: boolean, now: number): HealthStep {
  if (isRecent(health, now)) return { health };
  if (!known || health.phase === 'dialling' || health.phase === 'redialling') {
    return dialAgain(health, now);
  }
  // Nothing is wrong at this end, so nothing is to be waited for.
  return health.phase === 'connected' ? { health, effect: 'restart' } : restart(1, now);
}

export function stepHealth(health: LinkHealth, input: HealthInput, now: number): HealthStep {
  switch (input.type) {
    case 'connected':
      return { health: { phase: 'connected' } };
    case 'disconnected':
      return health.phase === 'connected' ? { health: { phase: 'shaky', since: now } } : { health };
    case 'failed':
      return afterFailure(health, now);
    case 'closed':
      return afterClosing(health, now);
    case 'recover':
      return isRecent(health, now) ? { health } : helpNow(health, now);
    case 'asked':
      return afterAsking(health, input.known, now);
    case 'deadline':
      return afterDeadline(health, now);
  }
}

/** What the others are told; an interruption that may heal by itself is nobody's business. */
export function pathOf(health: LinkHealth, route: Route | null): Path {
  switch (health.phase) {
    case 'dialling':
      return 'connecting';
    case 'connected':
    case 'shaky':
      return route ?? 'connecting';
    case 'restarting':
    case 'redialling':
      return 'lost';
  }
}
