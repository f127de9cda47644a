import { recorderSocketPath } from '../edge/protocol/recording.ts';
import { readRecorderAddress } from './call/recorder/address.ts';
import { openRecordedCall, type RecordedCall } from './call/recorder/recorded-call.ts';
import { createSfuTransport } from './call/sfu/sfu-transport.ts';
import { socketsFrom } from './call/web-socket.ts';
import { clock, random } from './compose.ts';
import { logToConsole } from './log.ts';

/** What the page that is recorded needs of the browser; null when it was opened by somebody else than a recorder. */
export async function composeRecorder(): Promise<RecordedCall | null> {
  const address = readRecorderAddress(new URL(location.href));
  if (address === undefined) return null;
  return openRecordedCall({
    address,
    openSocket: socketsFrom(() => new WebSocket(recorderSocketPath(address.home))),
    startSfu: (options) => createSfuTransport(options, clock),
    clock,
    random,
    log: logToConsole,
    say: sayToRecorder,
  });
}

function sayToRecorder(line: string): void {
  // biome-ignore lint/suspicious/noConsole: recorders listen to the console
  console.log(line);
}
