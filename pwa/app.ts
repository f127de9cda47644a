import type { ReadonlySignal, Signal } from '@preact/signals-core';
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { MeetingId, Secret } from '../edge/protocol/ids.ts';
import type { MeetingLink } from '../edge/protocol/links.ts';
import type { CreateMeeting } from '../edge/protocol/rest.ts';
import type { Call } from './call/call.ts';
import type { Saving } from './call/capture/data-saving.ts';
import type { CallState } from './call/model/call-state.ts';
import type { Memory } from './memory.ts';
import type { Router } from './router.ts';
import type { StayStore } from './stay.ts';

/** What somebody wanted who opened a meeting from outside of these pages. */
export interface Launch {
  readonly meeting: MeetingId;
  /** Whoever has said their name before is not asked again. */
  readonly joinAtOnce: boolean;
  readonly copyLink: boolean;
  readonly hostToken?: Secret | undefined;
}

export interface CurrentCall {
  readonly call: Call;
  readonly link: MeetingLink;
}

/** What the screens ask of the world; `compose.ts` is its one real implementation. */
export interface App {
  readonly router: Router;
  readonly memory: Memory;
  readonly stay: StayStore;
  /** How much of their line this person lets calls have; remembered. */
  readonly saving: ReadonlySignal<Saving>;
  save(saving: Saving): void;
  readonly online: ReadonlySignal<boolean>;
  /** Set by whoever shows a call: what happens in the background minds it. */
  readonly current: Signal<CurrentCall | null>;
  readonly callPhase: ReadonlySignal<CallState['phase']>;
  /** Rises when the meeting on screen has to be opened anew. */
  readonly openings: ReadonlySignal<number>;
  /** Taken by the screen that does what it asks for. */
  readonly launch: Signal<Launch | null>;
  /** In the lobby's field; it outlives a lobby that is opened anew while somebody types. */
  readonly typedName: Signal<string>;
  /** Somebody outside of this page asks for a screen, which the browser gives to a click in it only. */
  readonly screenOffered: Signal<boolean>;
  /** False where the browser cannot take part in calls that go through a media server. */
  readonly canEncrypt: boolean;
  /** False where the browser cannot send sound anywhere but to its default. */
  readonly canChooseSpeaker: boolean;
  /** Makes a meeting and its media key; rejects with a `CallError`. */
  createMeeting(options: CreateMeeting): Promise<MeetingLink>;
  openCall(link: MeetingLink): Call;
  /** Whether this browser made the meeting: its doors are always open then. */
  isCreator(meeting: MeetingId): boolean;
  /** Goes to a meeting from outside of these pages; false when a call runs that is not given up for it. */
  launchMeeting(link: MeetingLink, launch: Launch): boolean;
  /** The whole address of a meeting, as people send it to each other. */
  addressOf(link: MeetingLink): string;
  copy(text: string): Promise<void>;
  keepAwake(signal: AbortSignal): void;
  /** Tells how loud a track is, 0 to 1, until the signal aborts. */
  watchLevel(track: MediaStreamTrack, onLevel: (level: number) => void, signal: AbortSignal): void;
  /** Outside of this page, where this person wants that and their browser lets us. */
  notify(words: string): void;
  /** Asks the browser for leave to; resolves to whether it was given. */
  mayNotify(): Promise<boolean>;
  now(): number;
  reload(): void;
}

export const AppContext = createContext<App | null>(null);

export function useApp(): App {
  const app = useContext(AppContext);
  if (app === null) throw new Error('A screen was drawn outside of AppContext');
  return app;
}
