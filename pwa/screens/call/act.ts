import type { Command } from '../../../edge/protocol/commands.ts';
import type { Call } from '../../call/call.ts';
import type { EndReason } from '../../call/model/call-state.ts';
import { text } from '../../messages/en.ts';
import { endReasonOf } from '../reason-of.ts';
import type { Toasts } from './toasts.tsx';

/** Better words than the usual ones, for what a refusal means here. */
type Words = Partial<Record<EndReason, string>>;

/** Sends a command and says why when it is refused; resolves to whether it was done. */
export type Act = (command: Command, words?: Words) => Promise<boolean>;

export function createAct(call: Call, toasts: Toasts): Act {
  return async (command, words = {}) => {
    try {
      await call.send(command);
      return true;
    } catch (error) {
      // A call that has ended says so by itself, with a page of its own.
      const reason = endReasonOf(error);
      if (call.state.value.phase !== 'ended') {
        toasts.say(words[reason] ?? text.call.refused(reason));
      }
      return false;
    }
  };
}
