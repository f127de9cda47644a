import { TrackInfo } from '@livekit/protocol';
import {
  type RemoteParticipant,
  RemoteTrackPublication,
  type RemoteVideoTrack,
  Track,
  TrackEvent,
} from 'livekit-client';
import { expect, test } from 'vitest';
import type { SeatId } from '../../../../edge/protocol/ids.ts';
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

test('one that is subscribed again is paused again, and said to be', () => {
  const { subscriber, ann, camera, said, arrive } = setup({ sealed: true });
  subscriber.update();
  arrive();
  subscriber.want([]);
  // For want of room; the server forgets it.
  camera.setSubscribed(false);
  delete camera.track;
  said.length = 0;
  subscriber.want([{ seat: ann.identity as SeatId, source: 'camera', height: 180 }]);
  expect(said).toEqual(['subscribe', 'pause', 'layer 0']);
});

test('one that flows again begins with the layer that is wanted now', () => {
  const { subscriber, ann, said, arrive } = setup({ sealed: true });
  subscriber.update();
  arrive();
  subscriber.want([]);
  said.length = 0;
  subscriber.want([{ seat: ann.identity as SeatId, source: 'camera', height: 720 }]);
  expect(said).toEqual(['pause', 'layer 2', 'flow', 'layer 2']);
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
