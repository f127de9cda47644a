import { useApp } from '../app.ts';

interface CopyWords {
  readonly copied: string;
  /** Has the address in it, to be taken from there. */
  copyFailed(address: string): string;
}

/** Copies the whole address of a path on this server, and says whether that worked. */
export function useCopyAddress(
  say: (words: string) => void,
  { copied, copyFailed }: CopyWords,
): (path: string) => void {
  const app = useApp();
  return (path) => {
    const address = new URL(path, window.location.href).href;
    app.copy(address).then(
      () => say(copied),
      () => say(copyFailed(address)),
    );
  };
}
