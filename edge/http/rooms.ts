import { type Context, Hono } from 'hono';
import { readMeetingId } from '../protocol/ids.ts';
import { peerKey } from '../protocol/peer-messages.ts';
import { traceHeader } from '../room/sockets/admission.ts';
import type { AppEnv, AppPorts } from './app.ts';
import { refuse } from './errors.ts';
import { homeOf } from './media.ts';

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
    return forward(c, c.env.ROOM.idFromName(id));
  }

  function forward(c: Context<AppEnv>, home: DurableObjectId) {
    const request = new Request(c.req.raw);
    request.headers.set(traceHeader, c.get('trace'));
    return c.env.ROOM.get(home).fetch(request);
  }

  /** The page that is recorded does not know the meeting's id until it has shown its ticket. */
  routes.get('/recorder/:home/socket', async (c) => {
    if (!isUpgrade(c)) return refuse(c, 'not-found');
    const home = homeOf(c.env, c.req.param('home'));
    return home === undefined ? refuse(c, 'no-such-meeting') : forward(c, home);
  });
  routes.get('/:id/socket', connect);
  routes.get('/:id/peerjs', connect);
  // PeerJS asks for an id when it is given none; without a ticket from the room it opens nothing.
  routes.get(`/:id/${peerKey}/id`, (c) => c.text(`${random.seatId()}-1`));
  routes.get('/:id/', (c) =>
    c.json({ name: 'PeerJS Server', description: 'Signalling for the members of one meeting.' }),
  );
  return routes;
}
