import { useComputed } from '@preact/signals';
import { useApp } from '../../../app.ts';
import type { Path } from '../../../call/transport/transport.ts';
import { text } from '../../../messages/en.ts';
import { initialsOf } from '../../../parts/avatar.tsx';
import { Icon } from '../../../parts/icon.tsx';
import { TrackVideo } from '../../../parts/track-video.tsx';
import { useCall } from '../../meeting/call-context.ts';
import type { Box } from './arrange.ts';
import { speakingLevel, type Tile } from './tiles.ts';

interface TileViewProps {
  readonly tile: Tile;
  readonly box: Box;
  readonly floating: boolean;
  /** A floating one lies over its corner. */
  readonly beneath: boolean;
  readonly pinned: boolean;
  /** Undefined where there is nothing to choose between. */
  readonly onPin: (() => void) | undefined;
}

export function TileView({ tile, box, floating, beneath, pinned, onPin }: TileViewProps) {
  const call = useCall();
  const { person, source, own } = tile;
  const { seat } = person;
  const speaking = useComputed(() => (call.loudness.value.get(seat) ?? 0) > speakingLevel);
  const track = useTileTrack(tile);
  const path = useComputed(() => call.remote.value.get(seat)?.path ?? 'connecting');
  const away = person.awaySince !== null && !own;
  const classes = ['tile', source, floating && 'floating', beneath && 'beneath', away && 'away'];
  return (
    <article
      class={classes.filter(Boolean).join(' ')}
      aria-label={labelOf(tile)}
      data-seat={seat}
      data-source={source}
      data-path={own ? undefined : path.value}
      data-speaking={source === 'camera' && speaking.value}
      style={{
        transform: `translate(${box.x}px, ${box.y}px)`,
        width: `${box.width}px`,
        height: `${box.height}px`,
      }}
    >
      {/* Also behind a picture: until its first frame there is nothing else to see. */}
      {source === 'camera' && (
        <span class="tile-initials" aria-hidden="true">
          {initialsOf(person.name)}
        </span>
      )}
      {track !== null && <TrackVideo track={track} mirrored={own && source === 'camera'} />}
      <TileSigns tile={tile} ailment={away ? text.call.away : ailmentOf(path.value)} />
      <TileLabel tile={tile} />
      {onPin !== undefined && (
        <button
          type="button"
          class="tile-pin"
          aria-pressed={pinned}
          aria-label={text.call.pin(labelOf(tile))}
          onClick={onPin}
        >
          <Icon name="pin" class="small" />
        </button>
      )}
    </article>
  );
}

function labelOf({ person, source, own }: Tile): string {
  if (source === 'screen') return own ? text.call.yourScreen : text.call.screenOf(person.name);
  return own ? text.call.youNamed(person.name) : person.name;
}

/** Nothing is said of a way on which all is well: there is a dialog for whoever asks. */
function ailmentOf(path: Path): string | null {
  const isWell = path === 'direct' || path === 'relayed' || path === 'server';
  return isWell ? null : text.call.paths[path];
}

interface TileSignsProps {
  readonly tile: Tile;
  /** Of the way to them, in words. */
  readonly ailment: string | null;
}

function TileSigns({ tile: { person, source, own }, ailment }: TileSignsProps) {
  const isRaised = source === 'camera' && person.handRaisedAt !== null;
  const isWithheld = person.recorded === 'no' || person.recorded === 'unasked';
  return (
    <span class="tile-signs">
      {isRaised && (
        <span class="tile-hand">
          <Icon name="hand" class="small" />
          <span class="visually-hidden">{text.call.handRaised}</span>
        </span>
      )}
      {isWithheld && (
        <span class="tile-withheld">
          <Icon name={signIcons.withheld} class="small" />
          <span class="words">{own ? text.call.youWithheld : text.call.withheld}</span>
        </span>
      )}
      {!own && ailment !== null && (
        <span class="tile-path">
          <span class="words">{ailment}</span>
        </span>
      )}
    </span>
  );
}

const signIcons = {
  withheld: 'M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17zM6.200 6.200l11.600 11.600',
} as const;

/** The picture, when there is one: what they say they send, and what has come. */
function useTileTrack({ person, source, own }: Tile): MediaStreamTrack | null {
  const call = useCall();
  const { saving } = useApp();
  const track = useComputed(() => {
    // Rather no face than its last picture, which stands still.
    if (!own && source === 'camera' && saving.value === 'audio-only') return null;
    if (!own) return call.remote.value.get(person.seat)?.tracks[source] ?? null;
    const state = call.local.sources.value[source];
    return state.status === 'on' ? state.track : null;
  });
  return own || person.publishing.includes(source) ? track.value : null;
}

function TileLabel({ tile }: { tile: Tile }) {
  const call = useCall();
  const { person, source, own } = tile;
  const hasMicrophone = own
    ? call.local.sources.value.microphone.status === 'on'
    : person.publishing.includes('microphone');
  return (
    <span class="tile-label">
      {source === 'camera' && !hasMicrophone && (
        <>
          <Icon name="microphone-off" class="small" />
          <span class="visually-hidden">{text.call.muted}</span>
        </>
      )}
      <span class="tile-name">{labelOf(tile)}</span>
    </span>
  );
}
