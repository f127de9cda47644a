import '../../styles/lobby.css';
import { useEffect } from 'preact/hooks';
import { useApp } from '../../app.ts';
import type { LobbyMeeting } from '../../call/model/call-state.ts';
import { text } from '../../messages/en.ts';
import { Brand } from '../../parts/brand.tsx';
import { InnerLink } from '../../parts/inner-link.tsx';
import type { Back } from '../../stay.ts';
import { useCall } from '../meeting/call-context.ts';
import { usePageTitle } from '../use-page-title.ts';
import { useSlow } from '../use-slow.ts';
import { JoinForm } from './join-form.tsx';
import { OwnDevices } from './own-devices.tsx';

interface LobbyScreenProps {
  readonly meeting: LobbyMeeting | null;
  readonly joining: boolean;
  /** How they were in this call a moment ago; undefined for whoever comes anew. */
  readonly back: Back | undefined;
}

export function LobbyScreen({ meeting, joining, back }: LobbyScreenProps) {
  const { memory, saving } = useApp();
  const call = useCall();
  const name = meeting?.settings.name ?? '';
  usePageTitle(text.lobby.title, name);

  const isSlow = useSlow(meeting === null || joining);
  const looking = isSlow ? text.lobby.stillLooking : text.lobby.looking;

  useEffect(() => {
    const isForSoundOnly = saving.peek() === 'audio-only';
    const wanted = isForSoundOnly ? (['microphone'] as const) : (['microphone', 'camera'] as const);
    void call.local.open(back?.on ?? wanted.filter((source) => memory.startsWith(source)));
  }, [call, memory, saving, back]);

  const isAsked = meeting?.recording !== undefined && meeting.answer === undefined;
  const goesBack =
    back !== undefined && (meeting === null || (meeting.entry === 'open' && !isAsked));
  useEffect(() => {
    if (goesBack && meeting !== null && !joining) call.join(back.name);
  }, [goesBack, meeting !== null]);
  if (goesBack) return <GoingBack isSlow={isSlow} />;

  return (
    <div class="lobby">
      <header>
        <Brand />
      </header>
      <main>
        <OwnDevices />
        <div class="lobby-join">
          <div>
            <h1>{name === '' ? text.lobby.title : name}</h1>
            <p class="soft" role="status">
              {meeting === null ? looking : text.lobby.people(meeting.people)}
              {joining && isSlow && ` ${text.lobby.stillTrying}`}
            </p>
          </div>
          <JoinForm
            entry={meeting?.entry ?? 'open'}
            isLocked={meeting?.settings.locked ?? false}
            joining={joining}
            recording={isAsked ? meeting?.recording : undefined}
          />
        </div>
      </main>
    </div>
  );
}

function GoingBack({ isSlow }: { isSlow: boolean }) {
  return (
    <main class="page">
      <p role="status">{isSlow ? text.lobby.stillTrying : text.lobby.goingBack}</p>
      {isSlow && (
        <InnerLink class="button" to="/">
          {text.endingActions.home}
        </InnerLink>
      )}
    </main>
  );
}
