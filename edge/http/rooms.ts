import { type Context, Hono } from 'hono';
import { type MeetingId, readMeetingId } from '../protocol/ids.ts';
import { peerKey } from '../protocol/peer-messages.ts';
import { traceHeader } from '../room/doors.ts';
import type { AppEnv, AppPorts } from './app.ts';
import { refuse } from './errors.ts';

export function isUpgrade(c: Context<AppEnv>): boolean {
  return c.req.header('upgrade')?.toLowerCase() === 'websocket';
}

/** The room's sockets, and what PeerJS expects beside them. */
export function roomRoutes({ random }: AppPorts) {
  const routes = new Hono<AppEnv>();

  async function connect(c: Context<AppEnv>) {
    const id = readMeetingId(c.req.param('id') ?? '');
    if (id === undefined) return refuse(c, 'no-such-meeting');
    if (!isUpgrade(c)) return refuse(c, 'not-found');
    return forward(c, id);
  }

  function forward(c: Context<AppEnv>, id: MeetingId) {
    const request = new Request(c.req.raw);
    request.headers.set(traceHeader, c.get('trace'));
    return c.env.ROOM.get(c.env.ROOM.idFromName(id)).fetch(request);
  }

  routes.get('/:id/socket', connect);
  routes.get('/:id/peerjs', connect);
  // PeerJS asks for an id when it is given none; without a ticket from the room it opens nothing.
  routes.get(`/:id/${peerKey}/id`, (c) => c.text(`${random.seatId()}-1`));
  routes.get('/:id/', (c) =>
    c.json({ name: 'PeerJS Server', description: 'Signalling for the members of one meeting.' }),
  );
  return routes;
}
