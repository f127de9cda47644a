import '../../styles/lobby.css';
import { useEffect } from 'preact/hooks';
import { useApp } from '../../app.ts';
import type { LobbyMeeting } from '../../call/call-state.ts';
import { text } from '../../messages/en.ts';
import { Brand } from '../../parts/brand.tsx';
import { DevicePickers } from '../../parts/device-pickers.tsx';
import { DeviceProblems } from '../../parts/device-problems.tsx';
import { useCall } from '../meeting/call-context.ts';
import { usePageTitle } from '../use-page-title.ts';
import { JoinForm } from './join-form.tsx';
import { Preview } from './preview.tsx';

interface LobbyScreenProps {
  readonly meeting: LobbyMeeting | null;
  readonly joining: boolean;
}

export function LobbyScreen({ meeting, joining }: LobbyScreenProps) {
  const { memory, saving } = useApp();
  const call = useCall();
  const name = meeting?.settings.name ?? '';
  usePageTitle(text.lobby.title, name);

  useEffect(() => {
    const isForSoundOnly = saving.peek() === 'audio-only';
    const wanted = isForSoundOnly ? (['microphone'] as const) : (['microphone', 'camera'] as const);
    void call.local.open(wanted.filter((source) => memory.startsWith(source)));
  }, [call, memory, saving]);

  return (
    <div class="lobby">
      <header>
        <Brand />
      </header>
      <main>
        <div class="lobby-preview">
          <Preview local={call.local} />
          <DeviceProblems local={call.local} />
          <DevicePickers local={call.local} />
        </div>
        <div class="lobby-join">
          <div>
            <h1>{name === '' ? text.lobby.title : name}</h1>
            <p class="soft" role="status">
              {meeting === null ? text.lobby.looking : text.lobby.people(meeting.people)}
            </p>
          </div>
          <JoinForm
            entry={meeting?.entry ?? 'open'}
            joining={joining}
            recording={meeting?.recording}
          />
        </div>
      </main>
    </div>
  );
}
