import {
  type RemoteParticipant,
  type RemoteTrackPublication,
  type Room,
  VideoQuality,
} from 'livekit-client';
import { sources } from '../../../edge/protocol/people.ts';
import type { Want } from '../../../edge/protocol/room-messages.ts';
import {
  firstPictures,
  isPicture,
  keepSubscribed,
  qualityFor,
  wantedHeight,
} from './subscriptions.ts';

/** Receives what is wanted of those who are trusted, and no more. */
export interface Subscriber {
  want(wants: readonly Want[]): void;
  /** Somebody has come, or publishes something. */
  update(): void;
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
  room: Room,
  isTrusted: (participant: RemoteParticipant) => boolean,
): Subscriber {
  let wants: ReadonlyMap<string, number> | null = null;
  let kept: readonly RemoteTrackPublication[] = [];

  function update(): void {
    const pictures: Picture[] = [];
    for (const participant of room.remoteParticipants.values()) {
      if (!isTrusted(participant)) continue;
      for (const publication of participant.trackPublications.values()) {
        const source = sources.find((name) => name === publication.trackName);
        if (source === undefined) continue;
        if (isPicture(source)) {
          const asked = wants?.get(`${participant.identity} ${source}`);
          pictures.push({ publication, height: wantedHeight(source, asked) });
        } else if (!publication.isDesired) {
          publication.setSubscribed(true);
        }
      }
    }
    choose(pictures);
  }

  function choose(pictures: readonly Picture[]): void {
    const most = wants === null ? firstPictures : pictures.length;
    const wanted = pictures.filter(({ height }) => height > 0).slice(0, most);
    kept = keepSubscribed(
      kept,
      wanted.map(({ publication }) => publication),
      new Set(pictures.map(({ publication }) => publication)),
    );
    for (const { publication, height } of pictures) {
      const isKept = kept.includes(publication);
      if (publication.isDesired !== isKept) publication.setSubscribed(isKept);
      if (!isKept) continue;
      if (height > 0) publication.setVideoQuality(qualities[qualityFor(height)]);
      publication.setEnabled(height > 0);
    }
  }

  return {
    want(next) {
      wants = new Map(next.map(({ seat, source, height }) => [`${seat} ${source}`, height]));
      update();
    },
    update,
  };
}
