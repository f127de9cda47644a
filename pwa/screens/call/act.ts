import type { Command } from '../../../edge/protocol/commands.ts';
import type { Call } from '../../call/call.ts';
import { text } from '../../messages/en.ts';
import { endReasonOf } from '../reason-of.ts';
import type { Toasts } from './toasts.tsx';

/** Sends a command and says why when it is refused; resolves to whether it was done. */
export type Act = (command: Command) => Promise<boolean>;

export function createAct(call: Call, toasts: Toasts): Act {
  return async (command) => {
    try {
      await call.send(command);
      return true;
    } catch (error) {
      // A call that has ended says so by itself, with a page of its own.
      if (call.state.value.phase !== 'ended') toasts.say(text.call.refused(endReasonOf(error)));
      return false;
    }
  };
}
