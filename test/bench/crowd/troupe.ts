import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { MediaServer } from '../../../edge/protocol/room-messages.ts';
import type { Manner } from './manner.ts';
import type { Reel } from './reel.ts';

/** A process that plays people on a media server: see `test/bench/extras/main.go`. */
export interface Troupe {
  play(server: MediaServer, manner: Manner): Promise<void>;
  dismiss(): void;
}

/** The answer to one part, once it is sent what it should be; `failure` is null when it is. */
interface Played {
  readonly number: number;
  readonly failure: string | null;
}

export function hireTroupe(program: string, reel: Reel): Troupe {
  const folder = mkdtempSync(join(tmpdir(), 'holler-troupe-'));
  const reelFile = join(folder, 'reel.json');
  writeFileSync(reelFile, JSON.stringify(reel));
  const child = spawn(program, [reelFile], { stdio: ['pipe', 'pipe', 'ignore'] });
  const waiting = new Map<number, (failure: string | null) => void>();
  createInterface(child.stdout).on('line', (line) => {
    const { number, failure }: Played = JSON.parse(line);
    waiting.get(number)?.(failure);
  });
  let ended: string | null = null;
  child.on('exit', (code) => {
    rmSync(folder, { recursive: true });
    ended = `the process of the crowd ended (${code})`;
    for (const settle of waiting.values()) settle(ended);
  });
  return {
    play({ url, token }, manner) {
      if (ended !== null) return Promise.reject(new Error(ended));
      const number = waiting.size;
      return new Promise((resolve, reject) => {
        waiting.set(number, (failure) =>
          failure === null ? resolve() : reject(new Error(failure)),
        );
        child.stdin.write(`${JSON.stringify({ number, url, token, ...manner })}\n`);
      });
    },
    // It ends when nobody has parts for it.
    dismiss: () => child.stdin.end(),
  };
}
