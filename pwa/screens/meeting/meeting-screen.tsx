import { useSignal } from '@preact/signals';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { MeetingLink } from '../../../edge/protocol/links.ts';
import { useApp } from '../../app.ts';
import type { EndReason } from '../../call/model/call-state.ts';
import type { Back } from '../../stay.ts';
import { CallScreen } from '../call/call-screen.tsx';
import { EndedScreen } from '../ended/ended-screen.tsx';
import { lazy } from '../lazy.tsx';
import { LobbyScreen } from '../lobby/lobby-screen.tsx';
import { CallContext } from './call-context.ts';
import { useWayBack } from './use-way-back.ts';

const WaitingScreen = lazy(() => import('../waiting/waiting-screen.tsx'), 'WaitingScreen');

/**
 * One meeting's link. Trying again is a new call from the beginning: nothing of the old one can linger.
 * How it ends is in this chunk too: that must be told without a network.
 */
export function MeetingScreen({ link }: { link: MeetingLink }) {
  const { openings, stay } = useApp();
  const attempt = useSignal(0);
  const back = useRef({ meeting: link.id, way: stay.afterReload(link.id) as Back | undefined });
  return (
    <Attempt
      key={`${link.id} ${attempt.value} ${openings.value}`}
      link={link}
      // This screen stays when the address leads to another meeting: nobody goes "back" into that one.
      back={back.current.meeting === link.id ? back.current.way : undefined}
      onAgain={(way) => {
        back.current = { meeting: link.id, way };
        attempt.value += 1;
      }}
    />
  );
}

interface AttemptProps {
  readonly link: MeetingLink;
  /** How they were in this call a moment ago: they are to be in it again just so. */
  readonly back: Back | undefined;
  readonly onAgain: (last: Back | undefined) => void;
}

function Attempt({ link, back, onAgain }: AttemptProps) {
  const app = useApp();
  const [call] = useState(() => app.openCall(link));
  const state = call.state.value;
  const last = useWayBack(call, link.id);

  useEffect(() => () => call.close(), [call]);
  useEffect(() => {
    app.current.value = { call, link };
    return () => {
      app.current.value = null;
    };
  }, [app, call, link]);

  return <CallContext.Provider value={{ call, link }}>{screenOf()}</CallContext.Provider>;

  function screenOf() {
    switch (state.phase) {
      case 'idle':
        return null;
      case 'lobby':
      case 'joining':
        return (
          <LobbyScreen meeting={state.meeting} joining={state.phase === 'joining'} back={back} />
        );
      case 'waiting':
        return <WaitingScreen meeting={state.meeting} isHostHere={state.isHostHere} />;
      case 'live':
      case 'reconnecting':
        return <CallScreen room={state.room} reconnecting={state.phase === 'reconnecting'} />;
      case 'ended':
        return (
          <EndedScreen
            reason={state.reason}
            last={last.current}
            onAgain={() => onAgain(wayAfter(state.reason, last.current))}
          />
        );
    }
  }
}

/** Elsewhere they may have been muted since: a microphone is never on that was off. */
function wayAfter(reason: EndReason, last: Back | undefined): Back | undefined {
  if (last === undefined || reason !== 'seat-taken') return last;
  return { ...last, on: last.on.filter((device) => device !== 'microphone') };
}
