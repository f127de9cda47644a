import { networkInterfaces } from 'node:os';
import { expect, it } from 'vitest';
import { type LiveKitConfig, liveKitConfigText } from '../../../media/livekit/config.ts';

const config: LiveKitConfig = {
  network: 'loopback',
  port: 7_880,
  mediaPort: 7_882,
  turn: { udp: 3_478, tcp: 3_479, relay: { from: 10_000, to: 10_499 } },
  keys: { key: 'the-key', secret: 'the-secret' },
  webhookUrl: 'http://127.0.0.1:8787/api/livekit/webhook',
};

const parsed = (change: Partial<LiveKitConfig> = {}) =>
  JSON.parse(liveKitConfigText({ ...config, ...change }));

it('listens on the loopback address, and tells browsers to send media there', () => {
  const { bind_addresses, port, rtc } = parsed();
  expect({ bind_addresses, port }).toEqual({ bind_addresses: ['127.0.0.1'], port: 7_880 });
  expect(rtc).toMatchObject({ node_ip: '127.0.0.1', udp_port: 7_882 });
  const internal = rtc.interfaces.includes.flatMap((name: string) => networkInterfaces()[name]);
  expect(internal.length).toBeGreaterThan(0);
  for (const address of internal) expect(address).toMatchObject({ internal: true });
});

it('never listens for media over TCP, which LiveKit would do on every address', () => {
  // Left out, it would be 7881.
  expect(parsed().rtc.tcp_port).toBe(0);
});

it('does not send callers whose UDP fails to TCP or TLS, where nothing answers', () => {
  expect(parsed().rtc.allow_tcp_fallback).toBe(false);
});

it('relays by UDP and TCP, on the loopback address, to the loopback address alone', () => {
  expect(parsed().turn).toEqual({
    enabled: true,
    bind_addresses: ['127.0.0.1'],
    udp_port: 3_478,
    tls_port: 3_479,
    external_tls: true,
    domain: '127.0.0.1',
    relay_range_start: 10_000,
    relay_range_end: 10_499,
    allow_restricted_peer_cidrs: ['127.0.0.0/8'],
  });
  expect(parsed({ turn: null })).not.toHaveProperty('turn');
});

it.each(['loopback', 'published'] as const)('names no server of others (%s)', (network) => {
  const text = liveKitConfigText({ ...config, network });
  const hosts = [...text.matchAll(/\d+\.\d+\.\d+\.\d+|\w+\.(com|io|org|net)/g)].map(
    ([host]) => host,
  );
  const own = ['127.0.0.1', '127.0.0.0'];
  expect(new Set(hosts)).toEqual(new Set(network === 'loopback' ? own : [...own, '0.0.0.0']));
});

it('opens no room by itself: what the edge has not opened, or has closed, stays closed', () => {
  expect(parsed().room).toEqual({ auto_create: false });
});

it('shares rooms with other nodes through Redis, if there is one', () => {
  expect(parsed()).not.toHaveProperty('redis');
  expect(parsed({ redis: '127.0.0.1:6379' }).redis).toEqual({ address: '127.0.0.1:6379' });
});

it('signs what it tells the edge with the key that the edge knows', () => {
  expect(parsed()).toMatchObject({
    keys: { 'the-key': 'the-secret' },
    webhook: { api_key: 'the-key', urls: [config.webhookUrl] },
  });
});
