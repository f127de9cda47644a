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
  readonly ASSETS: Fetcher;
  readonly NOTICES: Queue<unknown>;
  readonly LINK_LIMIT: RateLimit;
  readonly LIVE_LIMIT: RateLimit;
  readonly RECORD_LIMIT: RateLimit;
  // Recording: see `edge/recording/settings.ts`.
  readonly HOLLER_ORIGIN?: string;
  readonly RECORDING_SECRET?: string;
  readonly RECORDING_DAYS?: string;
  readonly EGRESS_URL?: string;
  readonly EGRESS_AUDIO?: string;
  readonly S3_ENDPOINT?: string;
  readonly S3_REGION?: string;
  readonly S3_BUCKET?: string;
  readonly S3_ACCESS_KEY?: string;
  readonly S3_SECRET?: string;
  readonly SMTP_URL?: string;
  readonly MAIL_FROM?: string;
  /** Lets whoever runs this server see and re-run mails that could not be sent. */
  readonly OPERATOR_SECRET?: string;
}
