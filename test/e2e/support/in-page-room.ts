export interface OverheardRoom {
  /** Of the media key, as the room said it last. */
  generation: number;
  maker: string | null;
  transport: string;
  /** Tells the room that the mesh is too much for this page. */
  complain(): void;
}

declare global {
  interface Window {
    overheard: OverheardRoom;
  }
}

/** Runs in a page before its own code: listens to what the room tells it. */
export function overhearRoom(): void {
  const overheard: OverheardRoom = {
    generation: 0,
    maker: null,
    transport: '',
    complain: () => {},
  };
  window.overheard = overheard;
  window.WebSocket = class extends WebSocket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols);
      if (!new URL(this.url).pathname.endsWith('/socket')) return;
      let epoch = 0;
      this.addEventListener('message', ({ data }) => {
        for (const [, found = ''] of String(data).matchAll(/"transport":(\{[^}]*\})/g)) {
          const transport = JSON.parse(found);
          epoch = transport.epoch;
          overheard.transport = transport.kind;
        }
        const key = /"encryption":\{"generation":(\d+),"maker":(?:null|"(\w+)")\}/g;
        for (const [, generation, maker] of String(data).matchAll(key)) {
          Object.assign(overheard, { generation: Number(generation), maker: maker ?? null });
        }
      });
      overheard.complain = () => this.send(JSON.stringify({ type: 'mesh-too-much', epoch }));
    }
  };
}
