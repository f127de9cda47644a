import '../../styles/lobby.css';
import { useEffect, useRef } from 'preact/hooks';
import type { CallState } from '../../call/model/call-state.ts';
import { laterText } from '../../messages/en-later.ts';
import { Brand } from '../../parts/brand.tsx';
import { OwnDevices } from '../lobby/own-devices.tsx';
import { useCall } from '../meeting/call-context.ts';
import { usePageTitle } from '../use-page-title.ts';

type Waiting = Extract<CallState, { phase: 'waiting' }>;

const words = laterText.waiting;

/** The lobby, after one has knocked: everything can still be looked at and changed while somebody decides. */
export function WaitingScreen({ meeting, isHostHere }: Pick<Waiting, 'meeting' | 'isHostHere'>) {
  const call = useCall();
  const { name } = meeting.settings;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  usePageTitle(words.title, name);
  return (
    <div class="lobby">
      <header>
        <Brand />
      </header>
      <main>
        <OwnDevices />
        <div class="lobby-join">
          <div>
            {name !== '' && <p class="soft">{name}</p>}
            <h1 ref={heading} tabIndex={-1}>
              {words.title}
            </h1>
            <p class="soft" role="status">
              {isHostHere ? words.hostHere : words.noHost}
            </p>
          </div>
          <button type="button" class="button large" onClick={() => call.leave()}>
            {words.cancel}
          </button>
        </div>
      </main>
    </div>
  );
}
