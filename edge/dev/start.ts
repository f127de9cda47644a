import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseEnv } from 'node:util';
import type { LiveKitServer } from '../../media/livekit/livekit.ts';
import type { RecordingMachine } from '../../media/recorder/machine.ts';
import { readClusters } from '../media/clusters.ts';
import { Problem, runCli, say } from './cli.ts';
import { cacheFolder, inRoot, root } from './paths.ts';
import { portFrom, portProblem } from './port-option.ts';
import { portState } from './ports.ts';
import { buildPwa } from './pwa-build.ts';
import { type Stack, startStack } from './stack.ts';
import { type MediaState, type RecordingState, summaryOf, turnStateWith } from './summary.ts';
import type { Settings } from './wrangler.ts';

await runCli(start);

async function start(signal: AbortSignal): Promise<number> {
  const port = portFrom(process.argv.slice(2), process.env);
  const problem = portProblem(port, await portState(port));
  if (problem !== null) throw new Problem(problem);

  say('Building the pages…');
  await buildPwa(signal);
  say('Starting the edge…');
  const settings = localSettings();
  const ownMedia = Boolean(settings.LIVEKIT_CLUSTERS);
  const ownRecording = Boolean(settings.S3_ENDPOINT);
  const ownTurn = namesTurn(settings);
  const stack = await startStack({
    port,
    persistTo: join(cacheFolder, 'dev'),
    settings,
    turn: !ownTurn,
    sfu: !ownMedia,
    recording: !ownRecording,
    progress: say,
    signal,
  });
  const media: MediaState = ownMedia ? { kind: 'configured' } : await stateOf(stack.sfu);
  const turn = ownTurn ? 'configured' : turnStateWith(media);
  const recording: RecordingState =
    ownRecording || ownMedia
      ? { kind: ownRecording ? 'configured' : 'not-with-own-media' }
      : recordingStateOf(stack.recording, media);
  say(summaryOf({ port, media, recording, turn, logFile: relative(root, stack.logFile) }));
  if (media.kind === 'preparing') {
    void tellWhenReady(stack.sfu, ownTurn ? 'Large calls' : 'Large calls and TURN', signal);
  }
  if ('mailUrl' in recording) void tellWhenRecording(stack, recording.kind, signal);
  return runUntilStopped(stack, signal);
}

/** Does not wait for what takes minutes. */
async function stateOf(server: LiveKitServer | null): Promise<MediaState> {
  if (server === null) return { kind: 'not-installed' };
  if (server.preparing !== null) return { kind: 'preparing', what: server.preparing };
  const failure = await failureOf(server);
  return failure === null ? { kind: 'running', name: server.name } : { kind: 'failed', failure };
}

async function tellWhenReady(
  server: LiveKitServer | null,
  features: string,
  signal: AbortSignal,
): Promise<void> {
  const failure = server === null ? null : await failureOf(server);
  if (signal.aborted) return;
  say(failure === null ? `${features} are on: LiveKit runs.` : `${failure} ${features} stay off.`);
}

function recordingStateOf(machine: RecordingMachine | null, media: MediaState): RecordingState {
  if (machine === null) return { kind: 'not-installed' };
  const { preparing, storageName: storage, mailUrl } = machine;
  if (preparing !== null) return { kind: 'preparing', what: preparing, mailUrl };
  // What is recorded comes from LiveKit.
  if (media.kind === 'preparing') return { kind: 'preparing', what: 'with LiveKit', mailUrl };
  return { kind: 'running', storage, mailUrl };
}

async function tellWhenRecording(
  { recording, sfu }: Stack,
  before: RecordingState['kind'],
  signal: AbortSignal,
) {
  const failure = recording === null ? null : await failureOf(recording);
  const isWithoutMedia = sfu !== null && (await failureOf(sfu)) !== null;
  // Why there is no LiveKit has been said already.
  if (signal.aborted || isWithoutMedia) return;
  if (failure !== null) say(`${failure} Recording stays off.`);
  else if (before === 'preparing') say('Recording is on.');
}

async function failureOf(server: { readonly ready: Promise<unknown> }): Promise<string | null> {
  try {
    await server.ready;
    return null;
  } catch (error) {
    if (error instanceof Problem) return error.message;
    return `It did not start (${error instanceof Error ? error.message : String(error)}).`;
  }
}

async function runUntilStopped(stack: Stack, signal: AbortSignal): Promise<number> {
  const failure = await Promise.race([stack.failed, aborted(signal)]);
  await stack.stop();
  if (failure !== null) throw new Problem(`${failure} Everything else was stopped.`);
  say('Stopped.');
  return 0;
}

function aborted(signal: AbortSignal): Promise<null> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(null);
    signal.addEventListener('abort', () => resolve(null), { once: true });
  });
}

function namesTurn({ TURN_URLS, CLOUDFLARE_TURN_KEY_ID, LIVEKIT_CLUSTERS }: Settings): boolean {
  if (TURN_URLS || CLOUDFLARE_TURN_KEY_ID) return true;
  try {
    return readClusters(LIVEKIT_CLUSTERS).some(({ turnUrls }) => turnUrls !== undefined);
  } catch {
    // The edge's log tells what is wrong with them.
    return false;
  }
}

/** wrangler's own place for the settings and secrets of one machine. */
function localSettings(): Settings {
  const file = inRoot('.dev.vars');
  const parsed = existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {};
  const given = Object.entries(parsed).map(([name, value]) => [name, value ?? '']);
  // Whoever only tries it out should not be seen by a server that they did not name.
  return { STUN_URLS: '', ...Object.fromEntries(given) };
}
