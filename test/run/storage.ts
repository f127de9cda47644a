import { say } from '../../edge/dev/cli.ts';
import { findStorage, howToGetStorage } from '../../media/storage/program.ts';

/** Recordings are tested with a real S3 server; where there is no way to have one, their tests are skipped. */
export async function ensureStorage(signal: AbortSignal): Promise<void> {
  const program = await findStorage();
  if (program === null) {
    say(`Recording is not tested: ${howToGetStorage}.`);
  } else if (program.preparation !== null) {
    say(`Recording: ${program.preparation.what}.`);
    await program.preparation.run(say, signal);
  }
}
