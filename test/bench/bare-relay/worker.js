import { DurableObject } from 'cloudflare:workers';

/** The least that a relay can be: no tickets, no members, no limits. What checking costs is measured beside it. */
export class Relay extends DurableObject {
  sockets = new Map();

  fetch(request) {
    const id = new URL(request.url).searchParams.get('id');
    const { 0: client, 1: server } = new WebSocketPair();
    this.ctx.acceptWebSocket(server);
    server.serializeAttachment(id);
    this.sockets.set(id, server);
    server.send('{"type":"OPEN"}');
    return new Response(null, { status: 101, webSocket: client });
  }

  webSocketMessage(socket, frame) {
    const { type, dst, payload } = JSON.parse(frame);
    const src = socket.deserializeAttachment();
    this.sockets.get(dst)?.send(JSON.stringify({ type, src, dst, payload }));
  }
}

export default {
  fetch: (request, env) =>
    env.RELAY.get(env.RELAY.idFromName(new URL(request.url).pathname)).fetch(request),
};
