import * as v from 'valibot';

/** A recording that this browser was given the link to. */
const Remembered = v.object({
  recording: v.string(),
  path: v.string(),
  /** What the meeting was called; empty when it had no name. */
  meeting: v.string(),
  at: v.number(),
});
export type Remembered = v.InferOutput<typeof Remembered>;

/** Links that came in a call would be gone with it, for whoever left no address. */
export interface RememberedRecordings {
  /** The latest first. */
  all(): readonly Remembered[];
  /** The first time counts, and nothing that was forgotten. */
  remember(news: Remembered): void;
  forget(recording: string): void;
  /** There is nothing at this address any more. */
  forgetAt(path: string): void;
  /** Where links are sent; empty until somebody has said it. */
  email(): string;
  rememberEmail(email: string): void;
}

const storageKey = 'holler.recordings';
const forgottenKey = 'holler.recordings.forgotten';
const emailKey = 'holler.email';
const mostRemembered = 30;
/** Only ever a page of ours: somebody else may have written to the storage. */
const ownPath = /^\/r\/[\w-]+$/;

export function createRememberedRecordings(
  storage: Pick<Storage, 'getItem' | 'setItem'>,
): RememberedRecordings {
  function read<T>(key: string, entry: v.GenericSchema<unknown, T>): readonly T[] {
    try {
      const list = v.safeParse(v.array(entry), JSON.parse(storage.getItem(key) ?? '[]'));
      return list.success ? list.output : [];
    } catch {
      return [];
    }
  }

  const all = () => read(storageKey, Remembered).filter(({ path }) => ownPath.test(path));
  const forgotten = () => read(forgottenKey, v.string());

  function write(key: string, text: string): void {
    try {
      storage.setItem(key, text);
    } catch {
      // Full or blocked: the link is in the call, and in the mail.
    }
  }

  const save = (key: string, list: readonly unknown[]) =>
    write(key, JSON.stringify(list.slice(0, mostRemembered)));

  function forget(recording: string): void {
    save(
      storageKey,
      all().filter((each) => each.recording !== recording),
    );
    if (!forgotten().includes(recording)) save(forgottenKey, [recording, ...forgotten()]);
  }

  return {
    all,
    remember(news) {
      const isKnown = all().some(({ recording }) => recording === news.recording);
      if (!isKnown && !forgotten().includes(news.recording)) save(storageKey, [news, ...all()]);
    },
    forget,
    forgetAt(path) {
      for (const each of all()) if (each.path === path) forget(each.recording);
    },
    email() {
      try {
        return storage.getItem(emailKey) ?? '';
      } catch {
        return '';
      }
    },
    rememberEmail: (email) => write(emailKey, email),
  };
}
