interface Difference {
  readonly reference: string;
  readonly edge: string;
  readonly because: string;
}

/** Where the edge deliberately does otherwise than the `peer` package. Each has its own test on the edge. */
export const differences = {
  'ticket-required': {
    reference: 'lets anybody in with any token',
    edge: 'lets a peer in only with the ticket that the room gave to that very seat and page',
    because: 'a peer id is public in the room; only its ticket proves whose it is',
  },
  'members-only': {
    reference: 'delivers to and from every connected id',
    edge: 'delivers between members of one room; lobby, waiting room and other rooms reach nobody',
    because:
      'whoever can signal to somebody can ring their browser, so a host must have let them in',
  },
  'takeover-opens': {
    reference: 'sends no OPEN to a socket that takes over, and leaves the older socket open',
    edge: 'sends OPEN to the new socket and closes the older one',
    because:
      'peerjs waits for OPEN when it reconnects, and two open sockets of one peer help nobody',
  },
  'leave-when-left': {
    reference: 'never says LEAVE of its own accord',
    edge: 'says LEAVE to the others when a member has left for good, or was replaced by a new page',
    because: 'the room knows it for certain, and peerjs closes running media at once',
  },
  'survives-garbage': {
    reference: 'ends with its whole process at one frame that is not JSON',
    edge: 'ignores or closes that one socket; everybody else goes on',
    because: 'one broken or hostile client must not end the calls of others',
  },
  'heartbeat-echo': {
    reference: 'does not answer HEARTBEAT',
    edge: 'answers HEARTBEAT with the same bytes, without waking the room',
    because: 'the answer proves to the room which sockets live; peerjs ignores it',
  },
  'same-origin': {
    reference: 'allows every origin to read its HTTP answers',
    edge: 'sends no CORS headers',
    because: 'the app is served by the edge itself; other sites have no business here',
  },
} as const satisfies Record<string, Difference>;

export type DifferenceName = keyof typeof differences;
