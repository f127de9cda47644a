import { expect, test } from 'vitest';
import { mintTurnCredentials } from '../../../edge/media/turn-credentials.ts';

const keys = { key: 'holler-0a1b2c3d4e5f', secret: 'a-secret-of-more-than-thirty-two-characters' };
const seat = 'a1b2c3d4e5f6';
const expiresAt = 1_795_003_600_500;

test('are what LiveKit computes from its secret, the seat and the second of expiry', () => {
  // Made with the Go libraries that LiveKit 1.13.5 uses.
  expect(mintTurnCredentials(keys, seat, expiresAt)).toEqual({
    username: 'wAjNzADM1kzNxwnNmVTZ0Q2MjJjYxEGfMrmyohsZGTGxiJMYaRuyYjt3QD',
    credential: 'ZEbqigHVfcrN1DF8gQb93mgN9XJlyUQrmNbTxRXkoqd',
  });
});

test('are others for another seat, another expiry and another secret', () => {
  const made = [
    mintTurnCredentials(keys, seat, expiresAt),
    mintTurnCredentials(keys, 'zyxw9876vt54', expiresAt),
    mintTurnCredentials(keys, seat, expiresAt + 1_000),
    mintTurnCredentials({ ...keys, secret: 'x'.repeat(40) }, seat, expiresAt),
  ];
  expect(new Set(made.map(({ credential }) => credential))).toHaveLength(4);
});
