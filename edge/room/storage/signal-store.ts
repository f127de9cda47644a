import type { PeerId } from '../../protocol/ids.ts';

export interface HeldSignal {
  readonly src: PeerId;
  readonly dst: string;
  readonly frame: string;
}

/** The part of the room's SQLite that keeps PeerJS's signals for a moment. */
export class SignalStore {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** Keeps a signal for a peer that is not there yet; false when its sender already has too many waiting. */
  hold(signal: HeldSignal, expiresAt: number, maxPerSender: number): boolean {
    const { count } = this.#sql
      .exec<{ count: number }>('SELECT COUNT(*) AS count FROM signals WHERE src = ?', signal.src)
      .one();
    if (count >= maxPerSender) return false;
    this.#sql.exec(
      'INSERT INTO signals (src, dst, frame, expires_at) VALUES (?, ?, ?, ?)',
      signal.src,
      signal.dst,
      signal.frame,
      expiresAt,
    );
    return true;
  }

  /** Everything kept for a peer, or from it. */
  takeOf(peer: PeerId): HeldSignal[] {
    return this.#take('src = ?1 OR dst = ?1', peer);
  }

  /** All from one peer to another expire with the first, as in PeerJS's own server: their sender is told once. */
  takeExpired(now: number): HeldSignal[] {
    return this.#take('(src, dst) IN (SELECT src, dst FROM signals WHERE expires_at <= ?1)', now);
  }

  #take(condition: string, value: SqlStorageValue): HeldSignal[] {
    const rows = this.#sql
      .exec<{ src: string; dst: string; frame: string }>(
        `SELECT src, dst, frame FROM signals WHERE ${condition} ORDER BY seq`,
        value,
      )
      .toArray();
    if (rows.length > 0) this.#sql.exec(`DELETE FROM signals WHERE ${condition}`, value);
    return rows.map((row) => ({ ...row, src: row.src as PeerId }));
  }

  firstExpiry(): number | undefined {
    const { at } = this.#sql
      .exec<{ at: number | null }>('SELECT MIN(expires_at) AS at FROM signals')
      .one();
    return at ?? undefined;
  }
}
