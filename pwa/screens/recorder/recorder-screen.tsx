import '../../styles/call.css';
import '../../styles/recorder.css';
import { useSignal, useSignalEffect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { SeatId } from '../../../edge/protocol/ids.ts';
import { useApp } from '../../app.ts';
import type { FilmSound } from '../../call/recorder/film/sound.ts';
import { mostRecorded, type RecordedCall } from '../../call/recorder/recorded-call.ts';
import type { RoomView } from '../../call/room-view.ts';
import { wantsOf } from '../../call/transport/wants.ts';
import { composeRecorder, makesFilm, offerFilm } from '../../compose-recorder.ts';
import type { Placed } from '../call/stage/arrange.ts';
import { hear, type Talk } from '../call/stage/talk.ts';
import type { Tile } from '../call/stage/tiles.ts';
import { canvas, isToBeTold, planRecorded, speakerIn, type ToldSpeaker } from './plan-recorded.ts';
import { RecordedSound, soundsIn } from './recorded-sound.tsx';
import { RecordedTile } from './recorded-tile.tsx';

/** Lets a canvas lay out what is in it, so that it can be drawn; the types of HTML do not know it yet. */
const laidOut = { layoutsubtree: true };

/** How soon a new speaker is seen in the picture. */
const lookMs = 250;

/** What a recorder opens: the call without anything that is not for everybody's eyes. */
export function RecorderScreen() {
  const call = useSignal<RecordedCall | null>(null);
  const film = useRef<HTMLCanvasElement>(null);
  const sound = useSignal<FilmSound | null>(null);
  useEffect(() => {
    void open();
    return () => {
      call.value?.close();
      sound.value?.close();
    };
  }, [call, sound]);

  /** The call says when there is something to record: by then the film must be on offer. */
  async function open(): Promise<void> {
    if (film.current !== null) {
      sound.value = await offerFilm(film.current);
      if (sound.value === null) return;
    }
    call.value = await composeRecorder();
  }

  const room = call.value?.room.value;
  const picture = (
    <div class="recorder" style={{ zoom: window.innerHeight / canvas.height }}>
      {call.value !== null && room != null && (
        <Recorded call={call.value} room={room} sound={sound.value} />
      )}
    </div>
  );
  if (!makesFilm()) return picture;
  return (
    <canvas ref={film} class="film" {...laidOut}>
      {picture}
    </canvas>
  );
}

interface RecordedProps {
  readonly call: RecordedCall;
  readonly room: RoomView;
  /** Null when the recorder captures the whole window, and its sound with it. */
  readonly sound: FilmSound | null;
}

function Recorded({ call, room, sound }: RecordedProps) {
  const { placed, hidden } = usePlan(call, room);
  useEffect(() => call.want(wantsFor(placed, hidden)), [call, placed, hidden]);
  useEffect(() => sound?.setTracks(soundsIn(call.remote.value)), [call.remote.value, sound]);
  return (
    <>
      {placed.toSorted(byKey).map(({ tile, box }) => (
        <RecordedTile key={tile.key} call={call} tile={tile} box={box} />
      ))}
      <RecordedSound remote={call.remote.value} />
    </>
  );
}

/** Places change, the order in the document does not: a video element that is moved there is black for a moment. */
function byKey(one: Placed, other: Placed): number {
  return one.tile.key < other.tile.key ? -1 : 1;
}

function usePlan(call: RecordedCall, room: RoomView) {
  const { now } = useApp();
  const talk = useRef<Talk>(new Map());
  const order = useRef<readonly SeatId[]>([]);
  const told = useRef<ToldSpeaker | null>(null);
  const tick = useSignal(0);
  void tick.value;
  const scene = () => ({
    ...{ room: call.room.value ?? room, layout: call.layout.value, most: mostRecorded },
    ...{ talk: talk.current, now: now(), serverNow: now() + call.serverOffsetMs() },
  });

  useSignalEffect(() => {
    talk.current = hear(talk.current, call.loudness.value, now());
  });
  useEffect(() => {
    const timer = setInterval(() => {
      const { order: next } = planRecorded(order.current, scene());
      if (next.some((seat, index) => seat !== order.current[index])) tick.value += 1;
      const seat = speakerIn(told.current?.seat ?? null, scene());
      if (seat === null || !isToBeTold(seat, told.current, scene())) return;
      call.tellSpeaker(seat);
      told.current = { seat, at: now() };
    }, lookMs);
    return () => clearInterval(timer);
  }, [call]);

  const plan = planRecorded(order.current, scene());
  order.current = plan.order;
  return plan;
}

function wantsFor(placed: readonly Placed[], hidden: readonly Tile[]) {
  const scale = window.innerHeight / canvas.height;
  const seen = placed.map(({ tile, box }) => ({
    ...{ seat: tile.person.seat, source: tile.source, visible: true },
    heightPx: Math.round(Math.max(box.height, (box.width * 9) / 16) * scale),
  }));
  const unseen = hidden.map(({ person, source }) => ({
    ...{ seat: person.seat, source, heightPx: 0, visible: false },
  }));
  return wantsOf([...seen, ...unseen], [], mostRecorded);
}
