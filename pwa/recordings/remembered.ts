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
  remember(news: Remembered): void;
  forget(recording: string): void;
  /** Where links are sent; empty until somebody has said it. */
  email(): string;
  rememberEmail(email: string): void;
}

const storageKey = 'holler.recordings';
const emailKey = 'holler.email';
const mostRemembered = 30;
/** Only ever a page of ours: somebody else may have written to the storage. */
const ownPath = /^\/r\/[\w-]+$/;

export function createRememberedRecordings(
  storage: Pick<Storage, 'getItem' | 'setItem'>,
): RememberedRecordings {
  function all(): readonly Remembered[] {
    try {
      const list = v.safeParse(
        v.array(Remembered),
        JSON.parse(storage.getItem(storageKey) ?? '[]'),
      );
      return list.success ? list.output.filter(({ path }) => ownPath.test(path)) : [];
    } catch {
      return [];
    }
  }

  function write(key: string, text: string): void {
    try {
      storage.setItem(key, text);
    } catch {
      // Full or blocked: the link is in the call, and in the mail.
    }
  }

  const save = (list: readonly Remembered[]) =>
    write(storageKey, JSON.stringify(list.slice(0, mostRemembered)));

  const allBut = (recording: string) => all().filter((each) => each.recording !== recording);
  return {
    all,
    remember: (news) => save([news, ...allBut(news.recording)]),
    forget: (recording) => save(allBut(recording)),
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
