import type { OpenSocket } from '../ports.ts';

export function socketsFrom(connect: () => WebSocket): OpenSocket {
  return (handlers) => {
    const socket = connect();
    socket.onopen = () => handlers.opened();
    socket.onmessage = (event) => handlers.received(event.data);
    socket.onclose = (event) => handlers.closed(event.code);
    return {
      send: (text) => socket.send(text),
      close() {
        // The closing handshake of a dead network takes a minute; nobody wants to hear of it.
        socket.onopen = socket.onmessage = socket.onclose = null;
        socket.close();
      },
    };
  };
}
