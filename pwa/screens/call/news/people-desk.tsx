import type { Signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { useApp } from '../../../app.ts';
import { membersOf, type RoomView, youAreHosting } from '../../../call/room-view.ts';
import { laterText } from '../../../messages/en-later.ts';
import type { Act } from '../act.ts';
import { gatherNews, type Toasts } from '../toasts.tsx';
import { type Chime, playChime } from './chime.ts';
import { mostInSmallCall, type PeopleNews, peopleNewsBetween } from './people-news.ts';
import { useHandThatGoesDown } from './use-hand-that-goes-down.ts';

const words = laterText.news;

interface PeopleDeskProps {
  /** As it was when they came in: what has happened since is told as soon as this is here. */
  readonly since: RoomView;
  readonly room: RoomView;
  readonly act: Act;
  readonly toasts: Toasts;
  /** For the title of a page that nobody looks at; empty while somebody does. */
  readonly headline: Signal<string>;
}

/** Tells in words, with a sound, in the title and outside of the page who comes, goes, knocks and wants to speak. */
export function PeopleDesk({ since, room, act, toasts, headline }: PeopleDeskProps) {
  const { memory, notify } = useApp();
  const before = useRef(since);
  const gathered = useRef<Gathered>(new Map());
  useHandThatGoesDown(room, act, toasts);

  useEffect(() => {
    const all = peopleNewsBetween(before.current, room);
    before.current = room;
    for (const latest of all) {
      const news = withEarlierNames(latest, gathered.current, toasts);
      const sentence = sentenceOf(news);
      const chime = chimeOf(news, room);
      // The card of whoever knocks is their notice.
      const isPassing = news.kind === 'joined' || news.kind === 'left';
      if (news.kind !== 'knock') {
        toasts.say(sentence, { about: news.kind, isPassing, ...actionFor(news, act) });
      }
      if (chime !== null && memory.sounds()) void playChime(chime);
      if (document.visibilityState === 'visible') continue;
      if (news.kind === 'knock') notify(sentence);
      headline.value = sentence;
    }
  }, [room, act, toasts, memory, notify, headline]);

  useEffect(() => {
    const clear = () => {
      if (document.visibilityState === 'visible') headline.value = '';
    };
    document.addEventListener('visibilitychange', clear);
    return () => document.removeEventListener('visibilitychange', clear);
  }, [headline]);
  return null;
}

type Gathered = Map<PeopleNews['kind'], readonly string[]>;

function withEarlierNames(news: PeopleNews, before: Gathered, toasts: Toasts): PeopleNews {
  if (!('names' in news)) return news;
  const all = gatherNews(toasts, news.kind, before.get(news.kind) ?? [], news.names);
  const names = [...new Set(all)];
  before.set(news.kind, names);
  return { ...news, names };
}

function sentenceOf(news: PeopleNews): string {
  if (news.kind === 'removed') return words.removed(news.names, news.shutsDoor);
  return 'names' in news ? words.about[news.kind](news.names) : words.plain[news.kind];
}

function chimeOf({ kind }: PeopleNews, room: RoomView): Chime | null {
  switch (kind) {
    case 'knock':
    case 'joined':
    case 'left':
      return kind;
    case 'removed':
      return 'left';
    case 'hand': {
      const isSmall = membersOf(room).length <= mostInSmallCall;
      return isSmall || youAreHosting(room) ? 'hand' : null;
    }
    default:
      return null;
  }
}

function actionFor(news: PeopleNews, act: Act) {
  if (news.kind !== 'removed' || !news.shutsDoor) return {};
  const run = () => void act({ type: 'change-settings', settings: { waitingRoom: false } });
  return { action: { label: words.letInFreely, run } };
}
