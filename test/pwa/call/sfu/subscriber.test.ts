import { TrackInfo } from '@livekit/protocol';
import {
  type RemoteParticipant,
  RemoteTrackPublication,
  type RemoteVideoTrack,
  Track,
  TrackEvent,
} from 'livekit-client';
import { expect, test } from 'vitest';
import { createSubscriber } from '../../../../pwa/call/sfu/subscriber.ts';

test('a sealed picture flows once there is what opens it', () => {
  const { subscriber, ann, camera, said, arrive } = setup({ sealed: true });
  subscriber.update();
  expect(said).toContain('subscribe');
  expect(camera.isEnabled).toBe(false);
  expect(said.indexOf('pause')).toBeLessThan(said.indexOf('layer 0'));
  arrive();
  subscriber.subscribed(ann, camera);
  expect(camera.isEnabled).toBe(true);
});

test('what was given up before it came does not flow when it comes', () => {
  const { subscriber, ann, camera, arrive } = setup({ sealed: true });
  subscriber.update();
  subscriber.want([]);
  arrive();
  subscriber.subscribed(ann, camera);
  expect(camera.isEnabled).toBe(false);
});

test('a picture in the clear need not wait', () => {
  const { subscriber, camera } = setup({ sealed: false });
  subscriber.update();
  expect(camera.isEnabled).toBe(true);
});

/** Ann's camera at a media server, and what is said to that about it. */
function setup({ sealed }: { readonly sealed: boolean }) {
  const info = new TrackInfo({ sid: 'TR_camera', name: 'camera' });
  const camera = new RemoteTrackPublication(Track.Kind.Video, info, false);
  const said: string[] = [];
  camera.on(TrackEvent.UpdateSubscription, ({ subscribe }) =>
    said.push(subscribe ? 'subscribe' : 'unsubscribe'),
  );
  camera.on(TrackEvent.UpdateSettings, ({ disabled, quality }) =>
    said.push(disabled ? 'pause' : 'flow', `layer ${quality}`),
  );
  const ann = {
    identity: 'ann',
    trackPublications: new Map([[camera.trackSid, camera]]),
  } as unknown as RemoteParticipant;
  const room = { remoteParticipants: new Map([['ann', ann]]), hasE2EESetup: sealed };
  return {
    subscriber: createSubscriber(room, { isTrusted: () => true }),
    ann,
    camera,
    said,
    arrive() {
      camera.track = {} as RemoteVideoTrack;
    },
  };
}
