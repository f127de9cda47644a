/** `loopback`: on this machine itself. `published`: in a container whose ports are published there. */
export type ServerNetwork = 'loopback' | 'published';

/** One way to run a server on this machine. */
export interface ServerProgram<Config> {
  /** Completes the sentence "on: LiveKit …". */
  readonly name: string;
  readonly network: ServerNetwork;
  /** What has to be done once before it can run; null when nothing has to. */
  readonly preparation: Preparation | null;
  launch(config: Config, folder: string): Launch;
}

export interface Preparation {
  /** Completes the sentence "Large calls: …". */
  readonly what: string;
  /** Throws a `Problem` when it cannot be done. */
  run(progress: (sentence: string) => void, signal: AbortSignal): Promise<void>;
}

export interface Launch {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** What to tell the command when it was killed, and what it had started was not. */
  readonly cleanUp?: readonly string[];
}
