import { randomInt } from 'node:crypto';

const letters = '23456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
const length = 12;

/** As LiveKit's own look: two letters for the kind, and twelve that say nothing. */
export function randomId(prefix: 'EG_' | 'EV_'): string {
  return prefix + Array.from({ length }, () => letters[randomInt(letters.length)]).join('');
}
