import type { BridgeCommand, BridgeRefusal } from '../../edge/protocol/bridge.ts';
import type { App, CurrentCall } from '../app.ts';
import type { RoomView } from '../call/room-view.ts';
import { may } from './report.ts';

type Obeying = Pick<App, 'current' | 'launchMeeting' | 'screenOffered'>;
type Outcome = Promise<BridgeRefusal | null>;

/** Does what the extension says, through what the page's own buttons use; resolves to why not, or null. */
export async function obey(app: Obeying, command: BridgeCommand): Outcome {
  if (command.type === 'open') {
    const { meeting, mediaKey, hostToken, joinAtOnce, copyLink } = command;
    const link = mediaKey === undefined ? { id: meeting } : { id: meeting, mediaKey };
    return app.launchMeeting(link, { meeting, hostToken, joinAtOnce, copyLink })
      ? null
      : 'not-allowed';
  }
  const { current } = app;
  const state = current.value?.call.state.value;
  if (current.value === null || state === undefined) return 'not-in-call';
  if (command.type === 'hang-up') {
    current.value.call.leave();
    return null;
  }
  if (state.phase !== 'live' && state.phase !== 'reconnecting') return 'not-in-call';
  return obeyInCall(app, current.value, state.room, command);
}

type InCall = Exclude<BridgeCommand, { type: 'open' | 'hang-up' }>;

async function obeyInCall(
  app: Pick<App, 'screenOffered'>,
  { call }: CurrentCall,
  room: RoomView,
  command: InCall,
): Outcome {
  const { local } = call;
  switch (command.type) {
    case 'turn': {
      const { source, on = local.sources.value[source].status !== 'on' } = command;
      if (on && !may(source, room)) return 'not-allowed';
      if (on) await local.turnOn(source);
      else local.turnOff(source);
      return null;
    }
    case 'share-tab':
      if (!may('screen', room)) return 'not-allowed';
      return (await local.shareTab(command.capture)) ? null : 'capture-failed';
    case 'offer-screen':
      if (!may('screen', room)) return 'not-allowed';
      app.screenOffered.value = true;
      return null;
    case 'stop-sharing':
      app.screenOffered.value = false;
      local.stopScreen();
      return null;
    case 'post':
      return call.send({ type: 'chat', text: command.text }).then(
        () => null,
        () => 'failed',
      );
  }
}
