import { expect, it } from 'vitest';
import { coturnConfigText } from '../../../media/turn/config.ts';

const config = {
  listenIp: '10.0.0.1',
  port: 3478,
  relayIp: '10.0.0.1',
  relayPorts: { from: 49_160, to: 49_200 },
  secret: 'shared',
  loopbackPeers: false,
  pidFile: '/run/turn.pid',
};

const lines = (change: Partial<typeof config>) =>
  coturnConfigText({ ...config, ...change }).split('\n');

it('wants credentials made with the shared secret, and no one at its console', () => {
  expect(lines({})).toEqual(
    expect.arrayContaining([
      'use-auth-secret',
      'static-auth-secret=shared',
      'realm=holler',
      'no-cli',
    ]),
  );
});

it('relays to the loopback address only when told to', () => {
  expect(lines({})).not.toContain('allow-loopback-peers');
  expect(lines({ loopbackPeers: true })).toContain('allow-loopback-peers');
});
