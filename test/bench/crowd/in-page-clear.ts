/**
 * Runs in a page before its own code, which then hears of no encryption, as from an edge whose calls have none:
 * for what it costs.
 */
export function stayInTheClear(): void {
  window.WebSocket = class extends WebSocket {
    override addEventListener(
      type: string,
      heard: EventListenerOrEventListenerObject | null,
      options?: boolean | AddEventListenerOptions,
    ): void {
      const listener =
        type === 'message' && typeof heard === 'function'
          ? (event: Event) => heard(withoutEncryption(event as MessageEvent))
          : heard;
      if (listener !== null) super.addEventListener(type, listener, options);
    }
  };

  function withoutEncryption(event: MessageEvent): MessageEvent {
    if (typeof event.data !== 'string' || !event.data.includes('"encryption"')) return event;
    const data = JSON.stringify(JSON.parse(event.data), (name, value) =>
      name === 'encryption' ? undefined : value,
    );
    return new MessageEvent('message', { data });
  }
}
