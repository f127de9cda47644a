import { EncodedFileOutput, SegmentedFileOutput } from 'livekit-server-sdk';
import { ALL_FORMATS, BufferSource, Input } from 'mediabunny';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventPlaylist, livePlaylist } from '../../../media/recorder/hls/playlist.ts';
import {
  type RecordingScene,
  setRecordingScene,
  whyNotRecordHere,
} from '../../support/recording-scene.ts';
import { skipBecause } from '../../support/skip.ts';

const segment = (index: number, seconds = 4) => ({ name: `s_${index}.m4s`, seconds, bytes: 1 });

describe('playlists', () => {
  it('keep everything for whoever comes later, and end when it is over', () => {
    const lines = eventPlaylist('s_head.mp4', [segment(0), segment(1, 2.5)], true).split('\n');
    expect(lines).toEqual([
      ...['#EXTM3U', '#EXT-X-VERSION:7', '#EXT-X-PLAYLIST-TYPE:EVENT', '#EXT-X-TARGETDURATION:4'],
      ...['#EXT-X-MEDIA-SEQUENCE:0', '#EXT-X-MAP:URI="s_head.mp4"'],
      ...['#EXTINF:4.000,', 's_0.m4s', '#EXTINF:2.500,', 's_1.m4s', '#EXT-X-ENDLIST', ''],
    ]);
  });

  it('keep the last five for whoever watches now', () => {
    const text = livePlaylist(
      's_head.mp4',
      Array.from({ length: 7 }, (_, index) => segment(index)),
      false,
    );
    expect(text.match(/^s_\d/gm)).toEqual(['s_2', 's_3', 's_4', 's_5', 's_6']);
    expect(text).toContain('#EXT-X-MEDIA-SEQUENCE:2\n');
    expect(text).not.toContain('ENDLIST');
  });
});

describe('segments', skipBecause(whyNotRecordHere), () => {
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

  it('are made beside the file, while the call runs', async () => {
    const { client, untilActive, untilOver } = await scene.startRecorder();
    const options = { customBaseUrl: scene.pages.url };
    const { egressId } = await client.startRoomCompositeEgress('a-room', outputs, options);
    await untilActive(egressId);
    const text = async (key: string) => String(await scene.download(key).catch(() => ''));
    const isLive = { timeout: 20_000, interval: 250 };
    await expect.poll(() => text('m/live/now.m3u8'), isLive).toMatch(/s_00000\.m4s/);
    expect(await text('m/live/all.m3u8')).not.toContain('ENDLIST');
    await client.stopEgress(egressId);

    const { info, status } = await untilOver(egressId);
    expect(status).toBe('EGRESS_COMPLETE');
    const playlist = await text('m/live/all.m3u8');
    expect(playlist).toContain('#EXT-X-ENDLIST');
    const names = playlist.match(/^s_\d+\.m4s$/gm) ?? [];
    const [results] = info.segmentResults;
    expect(results).toMatchObject({ playlistName: 'm/live/all.m3u8' });
    expect(Number(results?.segmentCount)).toBe(names.length);
    const fileSeconds = Number(info.fileResults[0]?.duration) / 1e9;
    expect(Math.abs(Number(results?.duration) / 1e9 - fileSeconds)).toBeLessThan(0.5);
    const head = await scene.download('m/live/s_head.mp4');
    for (const name of names) {
      const segment = await scene.download(`m/live/${name}`);
      const source = new BufferSource(Buffer.concat([head, segment]));
      const input = new Input({ formats: ALL_FORMATS, source });
      expect((await input.getPrimaryVideoTrack())?.codec).toBe('avc');
      expect((await input.getPrimaryAudioTrack())?.codec).toBe('aac');
    }
  });
});
