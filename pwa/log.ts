import type { Log } from './call/ports.ts';

/** For whoever opens the developer tools at "verbose": what the engine did, never a secret. */
export const logToConsole: Log = (event, fields = {}) => {
  // biome-ignore lint/suspicious/noConsole: this is the logger
  console.debug(`holler ${event}`, fields);
};
