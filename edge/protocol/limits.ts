/** Numbers that both ends hold each other to. */
export const limits = {
  /** A mesh makes every member send to every other; beyond five, ordinary uplinks give out. */
  meshMembers: 5,
  /** What one room of a media server carries; see the README for what was measured. */
  sfuMembers: 100,
  nameLength: 60,
  meetingNameLength: 100,
  chatLength: 2_000,
  /** The longest that a mail server has to take. */
  emailLength: 254,
  /** An offer with four media sections and every codec is about 12 kB. */
  sdpLength: 60_000,
  roomMessageBytes: 70_000,
  peerMessageBytes: 70_000,
  requestBytes: 8_192,
  chatHistory: 300,
  /** How long a seat outlives its socket: a reload, a tunnel, a lift. */
  seatGraceMs: 90_000,
  /** Pings keep a socket's address translation open and prove it alive; the edge answers them asleep. */
  pingIntervalMs: 5_000,
  /** A socket whose last ping is older than this is dead, whatever TCP believes. */
  silentDeathMs: 25_000,
} as const;

/** PeerJS's own bytes: the edge has one automatic answer per object, so both sockets ping alike. */
export const ping = '{"type":"HEARTBEAT"}';
