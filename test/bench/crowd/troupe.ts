import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { MediaServer } from '../../../edge/protocol/room-messages.ts';
import type { Manner, Part, Played } from './manner.ts';

/**
 * A process that plays people on a media server. The native client tells each of its rooms of everything
 * that any of them hears, so a process bears few of them.
 */
export interface Troupe {
  readonly isFull: boolean;
  play(server: MediaServer, manner: Manner): Promise<void>;
  dismiss(): void;
}

const mostPeople = 10;
const program = fileURLToPath(new URL('troupe-process.ts', import.meta.url));

export function hireTroupe(framesPerSecond: number): Troupe {
  const child = fork(program, [String(framesPerSecond)], {
    stdio: 'ignore',
    serialization: 'advanced',
  });
  const waiting = new Map<number, (failure: string | null) => void>();
  child.on('message', ({ number, failure }: Played) => waiting.get(number)?.(failure));
  child.on('exit', (code) => {
    for (const settle of waiting.values()) settle(`the process of the crowd ended (${code})`);
  });
  return {
    get isFull() {
      return waiting.size >= mostPeople;
    },
    play(server, manner) {
      const number = waiting.size;
      return new Promise((resolve, reject) => {
        waiting.set(number, (failure) =>
          failure === null ? resolve() : reject(new Error(failure)),
        );
        const part: Part = { number, server, manner };
        child.send(part);
      });
    },
    dismiss: () => {
      child.removeAllListeners('exit');
      if (child.connected) child.disconnect();
    },
  };
}
