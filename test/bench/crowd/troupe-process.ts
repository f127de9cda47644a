import {
  LocalAudioTrack,
  LocalVideoTrack,
  Room,
  TrackPublishOptions,
  TrackSource,
  VideoCodec,
} from '@livekit/rtc-node';
import type { MediaServer } from '../../../edge/protocol/room-messages.ts';
import type { Part, Played } from './manner.ts';
import { createProps } from './props.ts';

/** As our own client publishes: see `pwa/call/sfu/outbound.ts`. */
const soundOptions = new TrackPublishOptions({
  source: TrackSource.SOURCE_MICROPHONE,
  dtx: true,
  red: true,
  audioEncoding: { maxBitrate: 24_000n },
});
const pictureOptions = new TrackPublishOptions({
  source: TrackSource.SOURCE_CAMERA,
  videoCodec: VideoCodec.VP8,
  simulcast: false,
  videoEncoding: { maxBitrate: 80_000n, maxFramerate: 30 },
});

const props = createProps(Number(process.argv[2]));

/** On a machine that has a crowd to carry, the native client's own patience may not do. */
async function connect(server: MediaServer, tries = 3): Promise<Room> {
  const room = new Room();
  try {
    await room.connect(server.url, server.token, { autoSubscribe: false, dynacast: true });
    return room;
  } catch (error) {
    if (tries === 1) throw error;
    return connect(server, tries - 1);
  }
}

/** In the media server's room, but looking at nobody. */
async function play({ server, manner }: Part): Promise<void> {
  const room = await connect(server);
  const self = room.localParticipant;
  if (self === undefined) throw new Error('the media server let somebody in as nobody');
  if (manner.microphone !== 'off') {
    const sound = manner.microphone === 'speaking' ? props.voice : props.hush;
    const track = LocalAudioTrack.createAudioTrack('microphone', sound);
    await self.publishTrack(track, soundOptions);
  }
  if (manner.camera) {
    const track = LocalVideoTrack.createVideoTrack('camera', props.face);
    await self.publishTrack(track, pictureOptions);
  }
}

process.on('message', async (part: Part) => {
  const { number } = part;
  const failure = await play(part).then(
    () => null,
    (error: unknown) => String(error),
  );
  const played: Played = { number, failure };
  process.send?.(played);
});
// Whoever hired us is gone; connections end with the process.
process.on('disconnect', () => process.exit());
