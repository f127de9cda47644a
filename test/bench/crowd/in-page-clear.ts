/**
 * Runs in a page before its own code, which then hears of no encryption, as from an edge whose calls have none:
 * for what it costs.
 */
export function stayInTheClear(): void {
  const heard = Object.getOwnPropertyDescriptor(WebSocket.prototype, 'onmessage');
  Object.defineProperty(WebSocket.prototype, 'onmessage', {
    ...heard,
    set(this: WebSocket, listener: ((event: MessageEvent) => void) | null) {
      heard?.set?.call(
        this,
        listener && ((event: MessageEvent) => listener(withoutEncryption(event))),
      );
    },
  });

  function withoutEncryption(event: MessageEvent): MessageEvent {
    if (typeof event.data !== 'string' || !event.data.includes('"encryption"')) return event;
    const data = JSON.stringify(JSON.parse(event.data), (name, value) =>
      name === 'encryption' ? undefined : value,
    );
    return new MessageEvent('message', { data });
  }
}
