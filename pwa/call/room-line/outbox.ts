import type { Command } from '../../../edge/protocol/commands.ts';
import type { ErrorCode } from '../../../edge/protocol/errors.ts';
import type { CommandId } from '../../../edge/protocol/ids.ts';
import { CallError } from '../../meetings/call-error.ts';
import type { EndReason } from '../model/call-state.ts';

export interface PendingCommand {
  readonly id: CommandId;
  readonly command: Command;
}

/** Commands the room has not answered yet, oldest first. Sent again under the same id, each acts once. */
export interface Outbox {
  add(command: Command): { readonly pending: PendingCommand; readonly answered: Promise<void> };
  pending(): PendingCommand[];
  done(id: CommandId): void;
  refused(id: CommandId, code: ErrorCode): void;
  /** The seat they were sent from is gone, and with it what it might do: only words are still meant. */
  keepWords(): void;
  close(reason: EndReason): void;
}

interface Entry {
  readonly pending: PendingCommand;
  readonly resolve: () => void;
  readonly reject: (error: CallError) => void;
}

export function createOutbox(makeId: () => CommandId): Outbox {
  const entries = new Map<CommandId, Entry>();

  function take(id: CommandId): Entry | undefined {
    const entry = entries.get(id);
    entries.delete(id);
    return entry;
  }

  return {
    add(command) {
      const pending: PendingCommand = { id: makeId(), command };
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      entries.set(pending.id, { pending, resolve, reject });
      return { pending, answered: promise };
    },
    pending: () => [...entries.values()].map((entry) => entry.pending),
    done: (id) => take(id)?.resolve(),
    refused: (id, code) => take(id)?.reject(new CallError(code)),
    keepWords() {
      for (const { pending } of [...entries.values()]) {
        if (pending.command.type !== 'chat') take(pending.id)?.reject(new CallError('not-joined'));
      }
    },
    close(reason) {
      for (const id of entries.keys()) take(id)?.reject(new CallError(reason));
    },
  };
}
