import { findProgram } from '../../../edge/dev/find-program.ts';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** The system's own browser. */
export function findChromium(): string | null {
  return findProgram(names);
}
