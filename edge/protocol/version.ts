import * as v from 'valibot';

/**
 * Raise `current` when a client of the version before would misunderstand; the edge goes on speaking
 * `current - 1` (`oldest`), so that a tab left open over a deploy keeps its call.
 * Additions need no new version: unknown fields are dropped and unknown messages ignored at both ends.
 */
export const protocolVersions = { current: 1, oldest: 1 } as const;

export interface VersionWindow {
  readonly current: number;
  readonly oldest: number;
}

/** What both ends speak, or undefined when the client is too old. A newer client steps down to ours. */
export function agreeOnVersion(
  client: number,
  window: VersionWindow = protocolVersions,
): number | undefined {
  return client < window.oldest ? undefined : Math.min(client, window.current);
}

/** What an end can do beyond the bare protocol; unknown ones are ignored. */
export const Capabilities = v.pipe(v.array(v.pipe(v.string(), v.maxLength(32))), v.maxLength(32));
export type Capabilities = v.InferOutput<typeof Capabilities>;

/** Besides, `sfu` where there is a media server, and `record` where calls can be recorded. */
export const edgeCapabilities: Capabilities = ['mesh', 'chat', 'hands'];
