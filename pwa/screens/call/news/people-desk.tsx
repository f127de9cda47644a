import type { Signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { isHosting } from '../../../../edge/protocol/people.ts';
import { useApp } from '../../../app.ts';
import { me, membersOf, type RoomView } from '../../../call/room-view.ts';
import { laterText } from '../../../messages/en-later.ts';
import type { Act } from '../act.ts';
import type { Toasts } from '../toasts.tsx';
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
  useHandThatGoesDown(room, act, toasts);

  useEffect(() => {
    const all = peopleNewsBetween(before.current, room);
    before.current = room;
    for (const news of all) {
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

function sentenceOf(news: PeopleNews): string {
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
      const self = me(room);
      const isSmall = membersOf(room).length <= mostInSmallCall;
      return isSmall || (self !== undefined && isHosting(self.role)) ? 'hand' : null;
    }
    default:
      return null;
  }
}

function actionFor({ kind }: PeopleNews, act: Act) {
  if (kind !== 'removed') return {};
  const run = () => void act({ type: 'change-settings', settings: { waitingRoom: false } });
  return { action: { label: words.letInFreely, run } };
}
