import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { MeetingLink } from '../../../edge/protocol/links.ts';
import type { Call } from '../../call/call.ts';

interface CurrentCall {
  readonly call: Call;
  readonly link: MeetingLink;
}

/** The call that the screens below it are about. */
export const CallContext = createContext<CurrentCall | null>(null);

export function useCurrentCall(): CurrentCall {
  const current = useContext(CallContext);
  if (current === null) throw new Error('Drawn outside of a meeting');
  return current;
}

export function useCall(): Call {
  return useCurrentCall().call;
}
