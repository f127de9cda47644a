import { useApp } from '../../app.ts';
import type { LocalMedia, SourceState } from '../../call/capture/local-media.ts';
import { text } from '../../messages/en.ts';
import { LevelMeter } from '../../parts/level-meter.tsx';
import { ToolButton } from '../../parts/tool-button.tsx';
import { TrackVideo } from '../../parts/track-video.tsx';

function isOn(state: SourceState): boolean {
  return state.status === 'on' || state.status === 'opening';
}

export function Preview({ local }: { local: LocalMedia }) {
  const { memory } = useApp();
  const { microphone, camera } = local.sources.value;

  function toggle(source: 'microphone' | 'camera') {
    const on = isOn(local.sources.value[source]);
    memory.rememberStart(source, !on);
    if (on) local.turnOff(source);
    else void local.turnOn(source);
  }

  return (
    <section class="preview" aria-label={text.lobby.preview}>
      {camera.status === 'on' ? (
        <TrackVideo track={camera.track} mirrored />
      ) : (
        <p>{wordsFor(camera)}</p>
      )}
      <div class="preview-tools">
        <LevelMeter
          label={text.lobby.level}
          track={microphone.status === 'on' ? microphone.track : null}
        />
        <ToolButton
          icon={isOn(microphone) ? 'microphone' : 'microphone-off'}
          label={text.call.microphone}
          pressed={isOn(microphone)}
          onClick={() => toggle('microphone')}
        />
        <ToolButton
          icon={isOn(camera) ? 'camera' : 'camera-off'}
          label={text.call.camera}
          pressed={isOn(camera)}
          onClick={() => toggle('camera')}
        />
      </div>
    </section>
  );
}

function wordsFor(camera: SourceState): string {
  if (camera.status === 'opening') return text.lobby.cameraOpening;
  return camera.status === 'failed' ? text.lobby.noPicture[camera.problem] : text.lobby.cameraOff;
}
