import { type Signal, useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { useApp } from '../../app.ts';
import type { LocalMedia } from '../../call/capture/local-media.ts';
import { text } from '../../messages/en.ts';
import { Icon } from '../../parts/icon.tsx';
import { useCall } from '../meeting/call-context.ts';

/**
 * Everyone's sound, apart from their tiles: who is not on screen is still heard. And that of one's own tab, which
 * the browser silences for whoever captures it by the extension.
 */
export function RemoteSound() {
  const call = useCall();
  const blocked = useSignal(false);
  const sounds: PlayedSound[] = [...call.remote.value].flatMap(([seat, { tracks }]) =>
    (['microphone', 'screen-audio'] as const).flatMap((source) => {
      const track = tracks[source];
      return track === undefined ? [] : [{ key: `${seat} ${source}`, seat, source, track }];
    }),
  );
  const ownTab = soundOfOwnTab(call.local);
  if (ownTab !== null) sounds.push(ownTab);
  const players = useRef<HTMLDivElement>(null);

  function playAll() {
    blocked.value = false;
    for (const player of players.current?.querySelectorAll('audio') ?? []) {
      void play(player, blocked);
    }
  }

  return (
    <>
      {blocked.value && (
        <div class="banner" role="alert">
          <Icon name="speaker" />
          <span>{text.call.soundBlocked}</span>
          <button type="button" class="button compact primary" onClick={playAll}>
            {text.call.hear}
          </button>
        </div>
      )}
      <div ref={players} hidden>
        {sounds.map(({ key, seat, source, track }) => (
          <Player key={key} seat={seat} source={source} track={track} blocked={blocked} />
        ))}
      </div>
    </>
  );
}

interface PlayedSound {
  readonly key: string;
  readonly seat: string;
  readonly source: string;
  readonly track: MediaStreamTrack;
}

const own = 'own';

function soundOfOwnTab({ sharing, sources }: LocalMedia): PlayedSound | null {
  const sound = sources.value['screen-audio'];
  if (sharing.value !== 'tab' || sound.status !== 'on') return null;
  return { key: own, seat: own, source: 'screen-audio', track: sound.track };
}

interface PlayerProps {
  readonly seat: string;
  readonly source: string;
  readonly track: MediaStreamTrack;
  readonly blocked: Signal<boolean>;
}

/** When another track comes, it takes over once it plays: nobody is silent for it, or heard twice. */
function Player({ track, ...where }: PlayerProps) {
  const heard = useSignal(track);
  const tracks = heard.value === track ? [track] : [heard.value, track];
  return (
    <>
      {tracks.map((one) => (
        <Sound
          key={one.id}
          {...where}
          track={one}
          muted={one !== heard.value}
          onPlaying={() => {
            heard.value = track;
          }}
        />
      ))}
    </>
  );
}

interface SoundProps extends PlayerProps {
  readonly muted: boolean;
  onPlaying(): void;
}

function Sound({ seat, source, track, blocked, muted, onPlaying }: SoundProps) {
  const { canChooseSpeaker } = useApp();
  const speaker = useCall().local.chosen.value.speaker;
  const audio = useRef<HTMLAudioElement>(null);

  useEffect(() => {
    const element = audio.current;
    if (element === null) return;
    const wanted = new AbortController();
    const { signal } = wanted;
    const keepOn = () => void keepPlaying(element, blocked, signal);
    element.srcObject = new MediaStream([track]);
    element.addEventListener('pause', keepOn, { signal });
    keepOn();
    return () => {
      wanted.abort();
      element.srcObject = null;
    };
  }, [track, blocked]);

  useEffect(() => {
    // A speaker that was unplugged leaves the default one, which is better than silence.
    if (canChooseSpeaker) audio.current?.setSinkId(speaker ?? '').catch(() => {});
  }, [speaker, canChooseSpeaker]);

  return (
    <audio
      ref={audio}
      data-seat={seat}
      data-source={source}
      muted={muted}
      onPlaying={muted ? onPlaying : undefined}
    />
  );
}

const retryMs = 500;

/**
 * A browser that is busy gives up playing now and then, without being told to and without a word: somebody would not
 * be heard for the rest of the call.
 */
async function keepPlaying(
  element: HTMLAudioElement,
  blocked: Signal<boolean>,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted && element.paused && !blocked.value) {
    await play(element, blocked);
    if (element.paused) await new Promise((resolve) => setTimeout(resolve, retryMs));
  }
}

/** Browsers refuse sound before the first click; that is the only refusal worth telling. */
async function play(element: HTMLAudioElement, blocked: Signal<boolean>): Promise<void> {
  try {
    await element.play();
  } catch (error) {
    if (error instanceof DOMException && error.name === 'NotAllowedError') blocked.value = true;
  }
}
