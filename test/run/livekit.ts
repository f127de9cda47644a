import { say } from '../../edge/dev/cli.ts';
import { findLiveKit, howToGetLiveKit } from '../../media/livekit/program.ts';

/** Large calls are tested with a real LiveKit; where there is no way to have one, their tests are skipped. */
export async function ensureLiveKit(signal: AbortSignal): Promise<void> {
  const program = await findLiveKit();
  if (program === null) {
    say(`Large calls are not tested: ${howToGetLiveKit}.`);
  } else if (program.preparation !== null) {
    say(`Large calls: ${program.preparation.what}.`);
    await program.preparation.run(say, signal);
  }
}
