import {
  ConnectionState,
  DisconnectReason,
  type RemoteParticipant,
  type RemoteTrackPublication,
  RoomEvent,
  setLogLevel,
  VideoQuality,
} from 'livekit-client';
import { brandIf, SeatId } from '../../../edge/protocol/ids.ts';
import {
  type MeetingSettings,
  type Participant,
  type Source,
  sources,
} from '../../../edge/protocol/people.ts';
import type { Want } from '../../../edge/protocol/room-messages.ts';
import { hasArrived } from '../first-media.ts';
import type { Route } from '../mesh/link-report.ts';
import { createRouteWatch } from '../mesh/route-watch.ts';
import type { Clock, SfuOptions } from '../ports.ts';
import { createRemoteTracks } from '../remote-tracks.ts';
import type { Path, Transport } from '../transport.ts';
import { createSealedRoom } from './encryption.ts';
import { createOutbound } from './outbound.ts';
import { createSealedSeats } from './sealed-seats.ts';
import { decodedBy, routeOf, statsOf } from './sfu-stats.ts';
import { isPicture, keepSubscribed, qualityFor, wantedHeight } from './subscriptions.ts';

const qualities = {
  low: VideoQuality.LOW,
  medium: VideoQuality.MEDIUM,
  high: VideoQuality.HIGH,
} as const;

/** The room's own socket tells what these mean; coming back would only fight over the seat. */
const meant: readonly (DisconnectReason | undefined)[] = [
  DisconnectReason.CLIENT_INITIATED,
  DisconnectReason.DUPLICATE_IDENTITY,
  DisconnectReason.PARTICIPANT_REMOVED,
  DisconnectReason.ROOM_DELETED,
];

// Its log names servers and rooms; what matters of it, the call says itself.
setLogLevel('silent');

/** Resolves once it is connected. */
export async function createSfuTransport(
  { self, server, keys, events, lost }: SfuOptions,
  clock: Clock,
): Promise<Transport> {
  const { room, close: closeSeal } = await createSealedRoom(keys, {
    adaptiveStream: false,
    dynacast: true,
    stopLocalTrackOnUnpublish: false,
    disconnectOnPageLeave: false,
  });
  try {
    await room.connect(server.url, server.token, {
      // What is received follows from what is on screen, from the first moment.
      autoSubscribe: false,
      maxRetries: 1,
    });
  } catch (error) {
    closeSeal();
    throw error;
  }

  const outbound = createOutbound(room.localParticipant, clock);
  const remote = createRemoteTracks(events.track);
  let people: readonly Participant[] = [];
  let settings: MeetingSettings | null = null;
  let wants = new Map<string, number>();
  let kept: readonly RemoteTrackPublication[] = [];
  let route: Route = 'direct';
  let isRouteKnown = false;
  const paths = new Map<SeatId, Path>();
  const sealed = createSealedSeats({
    clock,
    decoded: (seat) => decodedBy(receiversOfSeat(seat)),
    changed: look,
  });
  const routes = createRouteWatch(
    () => routeOf(room, [...room.remoteParticipants.values()].flatMap(allReceivers)),
    (now) => {
      route = now;
      isRouteKnown = true;
      tellPaths();
    },
    clock,
  );

  function publicationOf(seat: SeatId, source: Source): RemoteTrackPublication | undefined {
    const publications = room.remoteParticipants.get(seat)?.trackPublications.values() ?? [];
    return [...publications].find((publication) => publication.trackName === source);
  }

  function receiverOf(seat: SeatId, source: Source): RTCRtpReceiver | undefined {
    return publicationOf(seat, source)?.track?.receiver;
  }

  function receiversOf(participant: RemoteParticipant): Map<Source, RTCRtpReceiver> {
    const seat = brandIf(SeatId, participant.identity);
    return new Map(
      sources.flatMap((source) => {
        const receiver = seat && receiverOf(seat, source);
        return receiver ? [[source, receiver] as const] : [];
      }),
    );
  }

  function allReceivers(participant: RemoteParticipant): RTCRtpReceiver[] {
    return [...receiversOf(participant).values()];
  }

  /** Whoever sends in the clear is not who they seem, or would let the server listen. */
  function isTrusted(participant: RemoteParticipant): boolean {
    return keys.value === null || participant.isEncrypted;
  }

  function lacksKey(): boolean {
    return keys.value?.opening.size === 0;
  }

  function isSealed(seat: SeatId): boolean {
    return lacksKey() || sealed.has(seat);
  }

  function receiversOfSeat(seat: SeatId): RTCRtpReceiver[] {
    const participant = room.remoteParticipants.get(seat);
    return participant === undefined ? [] : allReceivers(participant);
  }

  function subscribe(): void {
    const pictures: { publication: RemoteTrackPublication; height: number }[] = [];
    for (const participant of room.remoteParticipants.values()) {
      if (!isTrusted(participant)) continue;
      for (const publication of participant.trackPublications.values()) {
        const source = sources.find((name) => name === publication.trackName);
        if (source === undefined) continue;
        if (isPicture(source)) {
          const asked = wants.get(`${participant.identity} ${source}`);
          pictures.push({ publication, height: wantedHeight(source, asked) });
        } else if (!publication.isDesired) {
          publication.setSubscribed(true);
        }
      }
    }
    subscribeToPictures(pictures);
  }

  function subscribeToPictures(
    pictures: readonly { publication: RemoteTrackPublication; height: number }[],
  ): void {
    const wanted = pictures.filter(({ height }) => height > 0);
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

  function show(): void {
    if (settings === null) return;
    for (const person of people) {
      if (person.seat === self) continue;
      const { seat } = person;
      // What only stops opening stays where it is, out of sight: it may be back in a moment.
      const receiver = (source: Source) => (lacksKey() ? undefined : receiverOf(seat, source));
      remote.update(person, settings, { receiver });
    }
  }

  function pathOf(seat: SeatId): Path {
    if (room.state === ConnectionState.Reconnecting) return 'lost';
    if (!room.remoteParticipants.has(seat)) return 'connecting';
    return isSealed(seat) ? 'sealed' : route;
  }

  function tellPaths(): void {
    for (const { seat } of people) {
      const path = pathOf(seat);
      if (seat === self || paths.get(seat) === path) continue;
      paths.set(seat, path);
      events.path(seat, path);
    }
  }

  function look(): void {
    subscribe();
    show();
    tellPaths();
  }

  room
    .on(RoomEvent.ParticipantConnected, tellPaths)
    .on(RoomEvent.ParticipantDisconnected, look)
    .on(RoomEvent.TrackPublished, subscribe)
    .on(RoomEvent.TrackUnpublished, look)
    .on(RoomEvent.TrackSubscribed, () => {
      show();
      // Reading it is work, and a hundred people's tracks all take the same one.
      if (!isRouteKnown) routes.look();
    })
    .on(RoomEvent.TrackUnsubscribed, show)
    .on(RoomEvent.Reconnected, () => {
      look();
      routes.look();
    })
    .on(RoomEvent.ConnectionStateChanged, tellPaths)
    .on(RoomEvent.ActiveSpeakersChanged, (speakers) => {
      const levels = speakers.flatMap(({ identity, audioLevel }) => {
        const seat = brandIf(SeatId, identity);
        return seat && seat !== self ? [[seat, audioLevel] as const] : [];
      });
      events.loudness(new Map(levels));
    })
    .on(RoomEvent.EncryptionError, (_, participant) => {
      const seat = brandIf(SeatId, participant?.identity);
      if (seat && seat !== self) sealed.failed(seat);
    })
    .on(RoomEvent.Disconnected, (reason) => {
      if (!meant.includes(reason)) lost();
    });
  routes.look();
  const stopLooking = keys.subscribe(look);

  return {
    publish: outbound.set,
    unpublish: (source) => outbound.set(source, null),
    setPeople(next, now) {
      const gone = people.filter(({ seat }) => !next.some((person) => person.seat === seat));
      for (const { seat } of gone) {
        remote.drop(seat);
        paths.delete(seat);
      }
      people = next;
      settings = now;
      look();
    },
    want(next: readonly Want[]) {
      wants = new Map(next.map(({ seat, source, height }) => [`${seat} ${source}`, height]));
      subscribe();
    },
    setFrugal: outbound.setFrugal,
    recover() {
      // LiveKit's client watches its connection, and mends it, by itself.
    },
    isSending: outbound.isSettled,
    hasArrived: async (seat, source) => !isSealed(seat) && hasArrived(receiverOf(seat, source)),
    async stats() {
      const all = [...room.remoteParticipants.values()].map((participant) =>
        statsOf(participant, receiversOf(participant), route),
      );
      return (await Promise.all(all)).filter((stats) => stats !== null);
    },
    close() {
      room.removeAllListeners();
      stopLooking();
      sealed.close();
      routes.close();
      outbound.close();
      // Whoever captures the tracks goes on using them.
      void room.disconnect(false).catch(() => undefined);
      closeSeal();
    },
  };
}
