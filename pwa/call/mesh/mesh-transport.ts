import type { MediaConnection } from 'peerjs';
import type { SeatId } from '../../../edge/protocol/ids.ts';
import type { MeetingSettings, Participant, Source } from '../../../edge/protocol/people.ts';
import type { Want } from '../../../edge/protocol/room-messages.ts';
import { contentOf, followContent } from '../capture/screen-content.ts';
import type { Clock, Randomness, TransportOptions } from '../ports.ts';
import { hasArrived } from '../received/first-media.ts';
import { createRemoteTracks } from '../received/remote-tracks.ts';
import type { MeshInbox, Transport } from '../transport/transport.ts';
import { createConnectionConfig } from './connection-config.ts';
import { encodingFor, type VideoEncoding } from './encodings.ts';
import { createHeldCalls } from './held-calls.ts';
import { leanSound } from './lean-sound.ts';
import { createLink, type Link } from './link.ts';
import { type DialRole, planLinks } from './links-plan.ts';
import { createLocalTracks } from './local-tracks.ts';
import { createLoudnessMeter, type PageVisibility } from './loudness.ts';
import type { VideoSource } from './m-lines.ts';
import { openMeshSignalling, type PeerServerAddress } from './mesh-signalling.ts';
import { createPlaceholderTracks } from './placeholder-tracks.ts';

export interface MeshOptions extends TransportOptions {
  readonly server: PeerServerAddress;
  readonly clock: Clock;
  readonly random: Randomness;
  /** Usually `document`: a hidden page measures no loudness. */
  readonly page: PageVisibility;
  /** Merged into every connection's configuration: how a deployment, or a test, insists on relays. */
  readonly rtcConfig?: RTCConfiguration;
}

interface Member {
  person: Participant;
  readonly link: Link;
}

/** How long a restart waits for fresh credentials before it makes do with those it has. */
const credentialsMs = 1_000;

export function createMeshTransport(options: MeshOptions): Transport & MeshInbox {
  const { clock, events, port } = options;
  const members = new Map<SeatId, Member>();
  const wanted = new Map<SeatId, ReadonlyMap<Source, number>>();
  let settings: MeetingSettings | null = null;
  let wants: readonly Want[] = [];
  let forgetScreen = (): void => {};
  let frugal = false;

  const placeholders = createPlaceholderTracks(new RTCPeerConnection());
  const local = createLocalTracks(placeholders);
  const held = createHeldCalls(clock);
  const remote = createRemoteTracks(events.track);
  const loudness = createLoudnessMeter(events.loudness, options.page, clock);
  const config = createConnectionConfig(options.ice.servers, options.rtcConfig ?? {}, (next) =>
    signalling.setConfig(next),
  );
  const signalling = openMeshSignalling({
    peer: port.self.peer,
    ticket: options.ticket,
    server: options.server,
    config: config.current(),
    clock,
    random: options.random,
    on: { called, opened },
  });

  async function freshIceServers(): Promise<RTCIceServer[]> {
    await new Promise<void>((resolve) => {
      const cancel = clock.after(credentialsMs, resolve);
      const finish = () => {
        cancel();
        resolve();
      };
      port
        .iceServers()
        .then(({ servers }) => config.renew(servers))
        .then(finish, finish);
    });
    return config.iceServers();
  }

  function opened(): void {
    for (const { link } of members.values()) link.dialable();
  }

  function called(connection: MediaConnection): void {
    const known = [...members.values()].find(({ link }) => link.peer === connection.peer);
    if (known === undefined) held.hold(connection);
    // Of a pair only one page dials; a call from the other is nobody we know.
    else if (known.link.role === 'answers') known.link.answer(connection);
    else connection.close();
  }

  function encoding(seat: SeatId, source: VideoSource, isFresh: boolean): VideoEncoding {
    const track = local.get(source);
    const { height } = track?.getSettings() ?? {};
    return encodingFor({
      source,
      content: contentOf(track),
      wantedHeight: wanted.get(seat)?.get(source) ?? null,
      captureHeight: height ?? 720,
      isFresh,
      isFrugal: frugal,
      links: members.size,
    });
  }

  function show({ person, link }: Member): void {
    if (settings !== null) remote.update(person, settings, link);
  }

  function listen(): void {
    const heard = [...members].flatMap(([seat, { person, link }]) => {
      const receiver = link.receiver('microphone');
      return receiver && person.publishing.includes('microphone')
        ? [[seat, receiver] as const]
        : [];
    });
    loudness.listen(new Map(heard));
  }

  function makeLink(person: Participant, role: DialRole): Link {
    const { seat, peer } = person;
    return createLink({
      seat,
      peer,
      role,
      local,
      clock,
      call: signalling.call,
      describe: (sdp) => leanSound(sdp, members.size),
      iceServers: freshIceServers,
      sendSignal: (signal) => port.sendSignal(seat, signal),
      encoding: (source, isFresh) => encoding(seat, source, isFresh),
      isHeard: (source) => wanted.get(seat)?.get(source) !== 0,
      received() {
        const member = members.get(seat);
        if (member === undefined) return;
        show(member);
        listen();
      },
      path: (path) => events.path(seat, path),
    });
  }

  function addMember(person: Participant, role: DialRole): void {
    const link = makeLink(person, role);
    members.set(person.seat, { person, link });
    const call = held.take(person.peer);
    if (call) called(call);
    // A page that was reloaded has forgotten what we want of it.
    if (wants.some(({ seat }) => seat === person.seat)) port.sendWants(wants);
  }

  function dropMember(seat: SeatId): void {
    members.get(seat)?.link.close();
    members.delete(seat);
    wanted.delete(seat);
    remote.drop(seat);
  }

  function send(source: Source, track: MediaStreamTrack | null): void {
    if (local.get(source) === track) return;
    local.set(source, track);
    if (source === 'screen') {
      forgetScreen();
      forgetScreen = track === null ? () => {} : followContent(track, tuneAll);
    }
    for (const { link } of members.values()) {
      link.send(source, track);
      link.tune();
    }
  }

  function tuneAll(): void {
    for (const { link } of members.values()) link.tune();
  }

  return {
    publish: send,
    unpublish: (source) => send(source, null),
    setPeople(people, now) {
      settings = now;
      const links = new Map([...members].map(([seat, { link }]) => [seat, link.peer]));
      const plan = planLinks(port.self.seat, people, links);
      plan.drop.forEach(dropMember);
      for (const { person, role } of plan.make) addMember(person, role);
      for (const person of people) {
        const member = members.get(person.seat);
        if (member === undefined) continue;
        const isBack = member.person.awaySince !== null && person.awaySince === null;
        member.person = person;
        if (isBack) member.link.recover();
      }
      members.forEach(show);
      listen();
      if (plan.drop.length + plan.make.length > 0) tuneAll();
    },
    want(next) {
      wants = next;
      port.sendWants(next);
    },
    setFrugal(next) {
      if (next === frugal) return;
      frugal = next;
      tuneAll();
    },
    recover() {
      signalling.probe();
      for (const { link } of members.values()) link.recover();
    },
    // A link that is not there yet takes the tracks along when it is made.
    isSending: () => true,
    hasArrived: (seat, source) => hasArrived(members.get(seat)?.link.receiver(source)),
    async stats() {
      const all = await Promise.all([...members.values()].map(({ link }) => link.stats()));
      return all.filter((stats) => stats !== null);
    },
    async lines() {
      const all = await Promise.all([...members.values()].map(({ link }) => link.line()));
      return all.filter((line) => line !== null);
    },
    signal: (from, signal) => members.get(from)?.link.signal(signal),
    wanted(from, list) {
      wanted.set(from, new Map(list.map(({ source, height }) => [source, height])));
      members.get(from)?.link.tune();
    },
    close() {
      forgetScreen();
      for (const { link } of members.values()) link.close();
      members.clear();
      held.close();
      loudness.close();
      signalling.close();
      placeholders.close();
    },
  };
}
