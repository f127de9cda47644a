import { createServer, type Server } from 'node:http';
import {
  ListEgressRequest,
  RoomCompositeEgressRequest,
  StopEgressRequest,
  UpdateLayoutRequest,
} from '@livekit/protocol';
import { requireRecordGrant } from './access.ts';
import type { Recorder } from './recorder.ts';
import type { Settings } from './settings.ts';
import { answerCall, method, TwirpError } from './twirp.ts';

const service = '/twirp/livekit.Egress/';
const unserved = /^(Start|UpdateStream)/;

/** Serves the recorder to whoever signs with LiveKit's keys, on the loopback address. */
export function serveRecorder(
  recorder: Recorder,
  settings: Settings,
  log: (sentence: string) => void,
): Promise<Server> {
  const methods = new Map([
    ['StartRoomCompositeEgress', method(RoomCompositeEgressRequest, recorder.start)],
    ['UpdateLayout', method(UpdateLayoutRequest, recorder.updateLayout)],
    ['ListEgress', method(ListEgressRequest, recorder.list)],
    ['StopEgress', method(StopEgressRequest, recorder.stop)],
  ]);

  async function methodFor(name: string, authorization: string | undefined) {
    await requireRecordGrant(authorization, settings);
    const found = methods.get(name);
    if (found !== undefined) return found;
    throw unserved.test(name)
      ? new TwirpError('unimplemented', 'This recorder makes room composites only.')
      : new TwirpError('bad_route', 'There is no such call.');
  }

  const server = createServer((request, response) => {
    if (request.url === '/healthz') {
      response.end('ok');
    } else if (request.url?.startsWith(service)) {
      void answerCall(request, response, methodFor).catch((error: unknown) => {
        log(`A call failed: ${error instanceof Error ? error.message : String(error)}`);
      });
    } else {
      response.writeHead(404).end();
    }
  });
  return new Promise((resolve, reject) => {
    server.on('error', reject);
    server.listen(settings.RECORDER_PORT, '127.0.0.1', () => resolve(server));
  });
}
