import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EncodedFileOutput, SegmentedFileOutput } from 'livekit-server-sdk';
import { ALL_FORMATS, BufferSource, Input } from 'mediabunny';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findFfmpeg } from '../../../media/recorder/hls/ffmpeg.ts';
import { eventPlaylist, livePlaylist } from '../../../media/recorder/hls/playlist.ts';
import {
  canRecordHere,
  type RecordingScene,
  setRecordingScene,
} from '../../support/recording-scene.ts';

const segment = (index: number, seconds = 4) => ({ name: `s_${index}.ts`, seconds, bytes: 1 });

describe('playlists', () => {
  it('keep everything for whoever comes later, and end when it is over', () => {
    const lines = eventPlaylist([segment(0), segment(1, 2.5)], true).split('\n');
    expect(lines).toEqual([
      ...['#EXTM3U', '#EXT-X-VERSION:3', '#EXT-X-PLAYLIST-TYPE:EVENT', '#EXT-X-TARGETDURATION:4'],
      ...['#EXT-X-MEDIA-SEQUENCE:0', '#EXTINF:4.000,', 's_0.ts', '#EXTINF:2.500,', 's_1.ts'],
      ...['#EXT-X-ENDLIST', ''],
    ]);
  });

  it('keep the last five for whoever watches now', () => {
    const text = livePlaylist(
      Array.from({ length: 7 }, (_, index) => segment(index)),
      false,
    );
    expect(text.match(/s_\d/g)).toEqual(['s_2', 's_3', 's_4', 's_5', 's_6']);
    expect(text).toContain('#EXT-X-MEDIA-SEQUENCE:2\n');
    expect(text).not.toContain('ENDLIST');
  });
});

describe.skipIf(!canRecordHere)('segments', () => {
  let scene: RecordingScene;

  beforeAll(async () => {
    scene = await setRecordingScene();
  }, 60_000);

  afterAll(() => scene?.stop());

  const outputs = {
    file: new EncodedFileOutput({ filepath: 'm/m.mp4' }),
    segments: new SegmentedFileOutput({
      ...{ filenamePrefix: 'm/live/s', playlistName: 'all.m3u8', livePlaylistName: 'now.m3u8' },
      segmentDuration: 2,
    }),
  };

  it.skipIf(findFfmpeg() === null)('are made beside the file, while the call runs', async () => {
    const { client, untilActive, untilOver } = await scene.startRecorder();
    const options = { customBaseUrl: scene.pages.url };
    const { egressId } = await client.startRoomCompositeEgress('a-room', outputs, options);
    await untilActive(egressId);
    const text = async (key: string) => String(await scene.download(key).catch(() => ''));
    const isLive = { timeout: 20_000, interval: 250 };
    await expect.poll(() => text('m/live/now.m3u8'), isLive).toMatch(/s_00000\.ts/);
    expect(await text('m/live/all.m3u8')).not.toContain('ENDLIST');
    await client.stopEgress(egressId);

    const { info, status } = await untilOver(egressId);
    expect(status).toBe('EGRESS_COMPLETE');
    const playlist = await text('m/live/all.m3u8');
    expect(playlist).toContain('#EXT-X-ENDLIST');
    const names = playlist.match(/^s_\d+\.ts$/gm) ?? [];
    const [results] = info.segmentResults;
    expect(results).toMatchObject({ playlistName: 'm/live/all.m3u8' });
    expect(Number(results?.segmentCount)).toBe(names.length);
    const fileSeconds = Number(info.fileResults[0]?.duration) / 1e9;
    expect(Math.abs(Number(results?.duration) / 1e9 - fileSeconds)).toBeLessThan(0.5);
    for (const name of names) {
      const source = new BufferSource(await scene.download(`m/live/${name}`));
      const input = new Input({ formats: ALL_FORMATS, source });
      expect((await input.getPrimaryVideoTrack())?.codec).toBe('avc');
      expect((await input.getPrimaryAudioTrack())?.codec).toBe('aac');
    }
  });

  it('are refused in words where there is no ffmpeg, and the file is recorded', async () => {
    const path = mkdtempSync(join(tmpdir(), 'holler-path-'));
    writeFileSync(join(path, 'chromium'), '#!/bin/sh\nexit 1\n');
    chmodSync(join(path, 'chromium'), 0o755);
    const { client } = await scene.startRecorder({ settings: { PATH: path } });
    const options = { customBaseUrl: `${scene.pages.url}?silent` };
    const both = await client.startRoomCompositeEgress('a-room', outputs, options);
    expect(both.details).toMatch(/^Segments need ffmpeg, .* only the file is recorded\.$/);
    const { segments } = outputs;
    await expect(
      client.startRoomCompositeEgress('a-room', { segments }, options),
    ).rejects.toMatchObject({ code: 'unimplemented' });
    rmSync(path, { recursive: true });
  });
});
