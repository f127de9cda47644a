import { useEffect, useRef, useState } from 'preact/hooks';

interface TrackVideoProps {
  readonly track: MediaStreamTrack;
  readonly mirrored?: boolean;
}

/** A picture without sound: sound is played apart, so that a hidden tile stays audible. */
export function TrackVideo({ track, mirrored = false }: TrackVideoProps) {
  const video = useRef<HTMLVideoElement>(null);
  const [stream] = useState(() => new MediaStream());

  useEffect(() => {
    const element = video.current;
    if (element === null) return;
    element.srcObject = stream;
    return () => {
      element.srcObject = null;
    };
  }, [stream]);

  useEffect(() => {
    // In one stream, a new track takes over with its first frame, and the last of the old one stays
    // until then; another `srcObject` would be black for that long.
    const others = stream.getTracks().filter((other) => other !== track);
    stream.addTrack(track);
    for (const other of others) stream.removeTrack(other);
    // Muted pictures may always play; a refusal only means that the element is already gone.
    video.current?.play().catch(() => {});
  }, [stream, track]);

  return <video ref={video} class={mirrored ? 'mirrored' : ''} muted playsInline autoPlay />;
}
