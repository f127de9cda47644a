import type { Room } from './room/room.ts';

/** Bindings and settings, as `wrangler.toml` and the README name them. */
export interface Env {
  readonly ROOM: DurableObjectNamespace<Room>;
  readonly DB: D1Database;
  readonly CREATE_LIMIT: RateLimit;
  readonly STUN_URLS?: string;
  readonly TURN_URLS?: string;
  readonly TURN_SECRET?: string;
  readonly TURN_TTL_SECONDS?: string;
  readonly CLOUDFLARE_TURN_KEY_ID?: string;
  readonly CLOUDFLARE_TURN_API_TOKEN?: string;
  /** A JSON list; see `edge/media/clusters.ts`. Absent, calls stay meshes. */
  readonly LIVEKIT_CLUSTERS?: string;
}
