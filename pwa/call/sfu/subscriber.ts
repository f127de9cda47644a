import {
  type RemoteParticipant,
  type RemoteTrackPublication,
  type Room,
  VideoQuality,
} from 'livekit-client';
import { type Source, sources } from '../../../edge/protocol/people.ts';
import type { Want } from '../../../edge/protocol/room-messages.ts';
import {
  firstHeights,
  firstPictures,
  isPicture,
  keepSubscribed,
  maxPictures,
  qualityFor,
} from './subscriptions.ts';

/** Receives what is wanted of those who are trusted, and no more. */
export interface Subscriber {
  want(wants: readonly Want[]): void;
  /** Somebody has come, or publishes something. */
  update(): void;
  /** Its track is there, and so is whatever opens it. */
  subscribed(participant: RemoteParticipant, publication: RemoteTrackPublication): void;
}

export interface SubscriberOptions {
  isTrusted(participant: RemoteParticipant): boolean;
  /** More pictures are never received at once. */
  readonly mostPictures?: number | undefined;
}

interface Picture {
  readonly publication: RemoteTrackPublication;
  readonly height: number;
}

const qualities = {
  low: VideoQuality.LOW,
  medium: VideoQuality.MEDIUM,
  high: VideoQuality.HIGH,
} as const;

export function createSubscriber(
  room: Pick<Room, 'remoteParticipants' | 'hasE2EESetup'>,
  { isTrusted, mostPictures = maxPictures }: SubscriberOptions,
): Subscriber {
  let wants: ReadonlyMap<string, number> | null = null;
  let kept: readonly RemoteTrackPublication[] = [];

  function update(): void {
    const pictures: Picture[] = [];
    for (const participant of room.remoteParticipants.values()) {
      if (!isTrusted(participant)) continue;
      for (const [source, publication] of publicationsOf(participant)) {
        if (isPicture(source)) {
          pictures.push({ publication, height: wantedOf(participant, source) });
          continue;
        }
        const isHeard = wants?.get(`${participant.identity} ${source}`) !== 0;
        if (publication.isDesired !== isHeard) publication.setSubscribed(isHeard);
      }
    }
    choose(pictures);
  }

  /** Once the screen has said what it shows, it shows nothing else. */
  function wantedOf({ identity }: RemoteParticipant, source: 'camera' | 'screen'): number {
    return wants === null ? firstHeights[source] : (wants.get(`${identity} ${source}`) ?? 0);
  }

  function choose(pictures: readonly Picture[]): void {
    const most = wants === null ? firstPictures : pictures.length;
    const wanted = pictures.filter(({ height }) => height > 0).slice(0, most);
    kept = keepSubscribed(
      kept,
      wanted.map(({ publication }) => publication),
      new Set(pictures.map(({ publication }) => publication)),
      mostPictures,
    );
    for (const picture of pictures) {
      const { publication } = picture;
      const isKept = kept.includes(publication);
      const isNew = isKept && !publication.isDesired;
      if (publication.isDesired !== isKept) publication.setSubscribed(isKept);
      if (isKept) adjust(picture);
      // Of what was subscribed before, the server has forgotten how; what did not change meanwhile goes unsaid.
      if (isNew) publication.emitTrackUpdate();
    }
  }

  function adjust({ publication, height }: Picture): void {
    const flows = height > 0 && canOpen(publication);
    if (publication.isEnabled && !flows) publication.setEnabled(false);
    // In this order: it begins with the layer that is wanted.
    if (height > 0) publication.setVideoQuality(qualities[qualityFor(height)]);
    if (flows && !publication.isEnabled) publication.setEnabled(true);
  }

  /**
   * A sealed picture that comes sooner waits in the browser for what opens it, and Chromium loses a frame as it hands
   * the waiting ones over: then nothing is seen until it asks for a whole one, three seconds later.
   */
  function canOpen({ track }: RemoteTrackPublication): boolean {
    return track !== undefined || !room.hasE2EESetup;
  }

  return {
    want(next) {
      wants = new Map(next.map(({ seat, source, height }) => [`${seat} ${source}`, height]));
      update();
    },
    update,
    subscribed(participant, publication) {
      const source = sources.find((name) => name === publication.trackName);
      if (source === undefined || !isPicture(source) || !kept.includes(publication)) return;
      adjust({ publication, height: wantedOf(participant, source) });
    },
  };
}

/** One of each source: somebody who sends the same one over and over is not looked at more often for it. */
function publicationsOf(participant: RemoteParticipant): Map<Source, RemoteTrackPublication> {
  const found = new Map<Source, RemoteTrackPublication>();
  for (const publication of participant.trackPublications.values()) {
    const source = sources.find((name) => name === publication.trackName);
    if (source !== undefined && !found.has(source)) found.set(source, publication);
  }
  return found;
}
