import { useEffect, useRef } from 'preact/hooks';

interface TrackVideoProps {
  readonly track: MediaStreamTrack;
  readonly mirrored?: boolean;
}

/** A picture without sound: sound is played apart, so that a hidden tile stays audible. */
export function TrackVideo({ track, mirrored = false }: TrackVideoProps) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const element = video.current;
    if (element === null) return;
    element.srcObject = new MediaStream([track]);
    // Muted pictures may always play; a refusal only means that the element is already gone.
    element.play().catch(() => {});
    return () => {
      element.srcObject = null;
    };
  }, [track]);
  return <video ref={video} class={mirrored ? 'mirrored' : ''} muted playsInline autoPlay />;
}
