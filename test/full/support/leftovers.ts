import type { CDPSession } from '@playwright/test';

/** What a page holds on to, counted by the browser itself after collecting its garbage. */
export interface Leftovers {
  readonly connections: number;
  readonly liveTracks: number;
  readonly sockets: number;
  readonly audioContexts: number;
  /** Event listeners of the whole page, ours and the elements'. */
  readonly listeners: number;
  readonly elements: number;
}

export async function countLeftovers(devTools: CDPSession): Promise<Leftovers> {
  const connections = await countOf(devTools, 'RTCPeerConnection', () => true);
  const liveTracks = await countOf(devTools, 'MediaStreamTrack', isLive);
  const sockets = await countOf(devTools, 'WebSocket', () => true);
  const audioContexts = await countOf(devTools, 'AudioContext', isRunning);
  const { metrics } = await devTools.send('Performance.getMetrics');
  const metric = (name: string) => metrics.find((one) => one.name === name)?.value ?? Number.NaN;
  return {
    connections,
    liveTracks,
    sockets,
    audioContexts,
    listeners: metric('JSEventListeners'),
    elements: metric('Nodes'),
  };
}

function isLive(thing: { readyState?: unknown }): boolean {
  return thing.readyState === 'live';
}

function isRunning(thing: { state?: unknown }): boolean {
  return thing.state !== 'closed';
}

/** All objects of a kind that are still reachable: `queryObjects` collects garbage first. */
async function countOf(
  devTools: CDPSession,
  kind: string,
  counts: (thing: never) => boolean,
): Promise<number> {
  const objectGroup = 'leftovers';
  const { result: prototype } = await devTools.send('Runtime.evaluate', {
    expression: `${kind}.prototype`,
    objectGroup,
  });
  const { objects } = await devTools.send('Runtime.queryObjects', {
    prototypeObjectId: prototype.objectId ?? '',
    objectGroup,
  });
  const { result } = await devTools.send('Runtime.callFunctionOn', {
    functionDeclaration: `function () { return this.filter(${counts}).length; }`,
    objectId: objects.objectId ?? '',
    returnByValue: true,
  });
  await devTools.send('Runtime.releaseObjectGroup', { objectGroup });
  return result.value;
}
