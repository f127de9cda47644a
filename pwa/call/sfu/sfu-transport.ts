import {
  ConnectionState,
  type RemoteParticipant,
  type RemoteTrackPublication,
  RoomEvent,
  type RoomOptions,
  setLogLevel,
} from 'livekit-client';
import { brandIf, SeatId } from '../../../edge/protocol/ids.ts';
import {
  type MeetingSettings,
  type Participant,
  type Source,
  sources,
} from '../../../edge/protocol/people.ts';
import type { Want } from '../../../edge/protocol/room-messages.ts';
import type { Clock, SfuOptions } from '../ports.ts';
import { hasArrived } from '../received/first-media.ts';
import { createRemoteTracks } from '../received/remote-tracks.ts';
import { createRouteWatch } from '../rtc/route-watch.ts';
import type { Path, Transport } from '../transport/transport.ts';
import { chooseCameraCodec, probeCodecs } from './codecs.ts';
import { createSealedRoom, keepRoomReady } from './encryption.ts';
import { createLifeWatch, steadyReconnects } from './life-watch.ts';
import { keepInStep } from './lip-sync.ts';
import { createOutbound } from './outbound.ts';
import { createSealedSeats } from './sealed-seats.ts';
import { lineOf, progressOf, receivedOf, routeOf, statsOf } from './sfu-stats.ts';
import { createSubscriber } from './subscriber.ts';

/** A server that hangs is more likely, soon after one was lost, than a line this slow. */
const hurriedConnectMs = 1_500;
const connectMs = 10_000;

// Its log names servers and rooms; what matters of it, the call says itself.
setLogLevel('silent');

/** Asked when this code is preloaded, and once: a driver takes its time to answer. */
const codecs = probeCodecs(navigator.mediaCapabilities);
const roomOptions: RoomOptions = {
  adaptiveStream: false,
  dynacast: true,
  stopLocalTrackOnUnpublish: false,
  disconnectOnPageLeave: false,
  reconnectPolicy: steadyReconnects,
};
keepRoomReady(roomOptions);

/** Resolves once it is connected. */
export async function createSfuTransport(
  { self, server, keys, events, hurried, lost, mostPictures, inStep, onMetadata }: SfuOptions,
  clock: Clock,
): Promise<Transport> {
  const { room, close: closeSeal } = await createSealedRoom(keys, roomOptions);

  const outbound = createOutbound(room.localParticipant, clock, async () =>
    chooseCameraCodec(await codecs, room.hasE2EESetup),
  );
  const subscriber = createSubscriber(room, { isTrusted, mostPictures });
  const remote = createRemoteTracks(events.track);
  let people: readonly Participant[] = [];
  let settings: MeetingSettings | null = null;
  /** Until the connection has been looked at. */
  let route: Path = 'server';
  let isRouteKnown = false;
  let isDead = false;
  const paths = new Map<SeatId, Path>();
  const receivers = () => [...room.remoteParticipants.values()].flatMap(allReceivers);
  const sealed = createSealedSeats({
    clock,
    progress: async (seat) =>
      room.remoteParticipants.has(seat) ? progressOf(receiversOfSeat(seat)) : null,
    changed: look,
  });
  const routes = createRouteWatch(
    () => routeOf(room, receivers()),
    (now) => {
      route = now === 'relayed' ? 'relayed' : 'server';
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

  function show(): void {
    for (const person of people) showPerson(person);
  }

  function showPerson(person: Participant): void {
    // What goes with a connection is not over: the last pictures stay until others come.
    if (settings === null || room.state !== ConnectionState.Connected) return;
    const { seat } = person;
    if (seat === self) return;
    // What only stops opening stays where it is, out of sight: it may be back in a moment.
    const receiver = (source: Source) => (lacksKey() ? undefined : receiverOf(seat, source));
    remote.update(person, settings, { receiver });
  }

  /** One of a hundred: to look at all of them for each would be work for a second. */
  function showTracksOf({ identity }: RemoteParticipant): void {
    const person = people.find(({ seat }) => seat === identity);
    if (person !== undefined) showPerson(person);
  }

  function pathOf(seat: SeatId): Path {
    if (isDead || room.state === ConnectionState.Reconnecting) return 'lost';
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
    subscriber.update();
    show();
    tellPaths();
  }

  function leave(): void {
    room.removeAllListeners();
    stopLooking();
    sealed.close();
    routes.close();
    outbound.close();
    // Whoever captures the tracks goes on using them.
    void room.disconnect(false).catch(() => undefined);
    closeSeal();
  }

  room
    // Who is there is known long before media can flow: asked for now, it comes with the connection.
    .on(RoomEvent.SignalConnected, subscriber.update)
    .on(RoomEvent.ParticipantConnected, tellPaths)
    .on(RoomEvent.ParticipantDisconnected, look)
    .on(RoomEvent.TrackPublished, subscriber.update)
    .on(RoomEvent.TrackUnpublished, look)
    .on(RoomEvent.TrackSubscribed, (_track, publication, participant) => {
      subscriber.subscribed(participant, publication);
      showTracksOf(participant);
      // Reading it is work, and a hundred people's tracks all take the same one.
      if (!isRouteKnown) routes.look();
    })
    .on(RoomEvent.TrackUnsubscribed, (_track, _publication, participant) =>
      showTracksOf(participant),
    )
    .on(RoomEvent.Reconnected, () => {
      look();
      routes.look();
    })
    .on(RoomEvent.ConnectionStateChanged, look)
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
    });
  if (onMetadata !== undefined) {
    room.on(RoomEvent.ParticipantMetadataChanged, (_before, { isLocal, metadata }) => {
      if (isLocal) onMetadata(metadata);
    });
  }
  const stopLooking = keys.subscribe(look);
  try {
    await room.connect(server.url, server.token, {
      // What is received follows from what is on screen, from the first moment.
      autoSubscribe: false,
      maxRetries: 1,
      websocketTimeout: hurried ? hurriedConnectMs : connectMs,
    });
  } catch (error) {
    leave();
    throw error;
  }

  const life = createLifeWatch(
    room,
    () => receivedOf(room, receivers()),
    () => {
      isDead = true;
      tellPaths();
      lost();
    },
    clock,
  );
  const stopWaiting = inStep
    ? keepInStep(() => [...room.remoteParticipants.values()].map(receiversOf), clock)
    : () => {};
  routes.look();
  onMetadata?.(room.localParticipant.metadata);

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
      show();
      tellPaths();
    },
    want(next: readonly Want[]) {
      subscriber.want(next);
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
    async lines() {
      const line = await lineOf(room, receivers());
      return line === null ? [] : [line];
    },
    close() {
      life.close();
      stopWaiting();
      leave();
    },
  };
}
