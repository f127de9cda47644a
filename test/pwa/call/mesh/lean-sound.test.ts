import { expect, test } from 'vitest';
import { leanSound } from '../../../../pwa/call/mesh/lean-sound.ts';

const section = (kind: string, opus: string) =>
  `m=${kind} 9 UDP/TLS/RTP/SAVPF 111 0\r\na=rtpmap:111 opus/48000/2\r\na=fmtp:111 ${opus}\r\na=rtpmap:0 PCMU/8000\r\n`;
const chromium = 'minptime=10;useinbandfec=1';
const firefox = 'maxplaybackrate=48000;stereo=1;useinbandfec=1';

test.each([chromium, firefox])('nothing is sent for silence: %s', (opus) => {
  expect(leanSound(section('audio', opus), 1)).toBe(section('audio', `${opus};usedtx=1`));
});

test('packets are longer where there are many people', () => {
  expect(leanSound(section('audio', chromium), 3)).toBe(
    section('audio', `${chromium};usedtx=1\r\na=ptime:40`),
  );
});

test('the sound of a screen is sent whole, however quiet it is', () => {
  const both = section('audio', chromium) + section('audio', chromium);
  expect(leanSound(both, 1)).toBe(
    section('audio', `${chromium};usedtx=1`) + section('audio', chromium),
  );
});

test('what knows nothing of Opus stays as it is', () => {
  const sdp = 'm=audio 9 UDP/TLS/RTP/SAVPF 0\r\na=rtpmap:0 PCMU/8000\r\n';
  expect(leanSound(sdp, 4)).toBe(sdp);
});
