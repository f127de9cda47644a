import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { recordingText } from '../../messages/en-recording.ts';
import { Icon } from '../../parts/icon.tsx';
import { playHls } from '../../recordings/play-hls.ts';

const words = recordingText.live;

interface LivePlayerProps {
  readonly playlistUrl: string;
  readonly onEnd: () => void;
  readonly onUnplayable: () => void;
}

const retryMs = 4_000;

/** It begins by itself: without its sound, where the browser wants a click before that. */
export function LivePlayer({ playlistUrl, onEnd, onUnplayable }: LivePlayerProps) {
  const video = useRef<HTMLVideoElement>(null);
  const isSilent = useSignal(false);
  const isShown = useSignal(false);
  const attempts = useSignal(0);

  async function begin(): Promise<void> {
    const element = video.current;
    if (element === null) return;
    try {
      await element.play();
    } catch (error) {
      if (!(error instanceof DOMException) || error.name !== 'NotAllowedError') return;
      element.muted = true;
      isSilent.value = true;
      await element.play().catch(() => {});
    }
  }

  useEffect(() => {
    const element = video.current;
    if (element === null) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = playHls(element, playlistUrl, (failure) => {
      if (failure === 'unplayable') return onUnplayable();
      // The first pictures may still be on their way to where they are played from, or it is over.
      onEnd();
      timer = setTimeout(() => {
        attempts.value += 1;
      }, retryMs);
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [playlistUrl, attempts.value]);

  return (
    <div class="recording-player">
      {/* biome-ignore lint/a11y/useMediaCaption: nobody writes down what is said */}
      <video
        ref={video}
        controls
        playsInline
        aria-label={words.player}
        onLoadedMetadata={() => void begin()}
        onVolumeChange={(event) => {
          if (!event.currentTarget.muted) isSilent.value = false;
        }}
        onPlaying={() => {
          isShown.value = true;
        }}
        onEnded={onEnd}
      />
      <p class="live-wait" role="status">
        {!isShown.value && words.waiting}
      </p>
      {isSilent.value && (
        <button
          type="button"
          class="button primary sound-on"
          onClick={() => {
            isSilent.value = false;
            if (video.current !== null) video.current.muted = false;
          }}
        >
          <Icon name="speaker" />
          {words.soundOff}
        </button>
      )}
    </div>
  );
}
