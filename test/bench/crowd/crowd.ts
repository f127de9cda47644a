import type { MeetingId } from '../../../edge/protocol/ids.ts';
import { limits } from '../../../edge/protocol/limits.ts';
import type { Manner } from './manner.ts';
import { type Extra, enterExtra } from './people.ts';
import type { Troupe } from './troupe.ts';

/** Many people without browsers, in one meeting. */
export interface Crowd {
  readonly people: readonly Extra[];
  /** Until there are so many; the person who comes as number `index` behaves as `manner` says. */
  growTo(count: number, manner: (index: number) => Manner): Promise<void>;
  goHome(): void;
}

/** So many connect at once: one after the other a hundred would take a minute, all together they stumble. */
const atOnce = 4;

export function createCrowd(origin: string, meeting: MeetingId, troupe: Troupe): Crowd {
  const people: Extra[] = [];

  async function enter(count: number, manner: (index: number) => Manner): Promise<Extra[]> {
    const entered: Extra[] = [];
    while (people.length < count) {
      const index = people.length;
      const extra = await enterExtra(origin, meeting, `Extra ${index + 1}`, manner(index));
      people.push(extra);
      entered.push(extra);
    }
    return entered;
  }

  return {
    people,
    async growTo(count, manner) {
      if (count <= limits.meshMembers) throw new RangeError('so few need no media server');
      const queue = await enter(count, manner);
      const work = async () => {
        for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
          await next.perform(troupe);
        }
      };
      await Promise.all(Array.from({ length: atOnce }, work));
    },
    goHome() {
      for (const { client } of people) client.close();
      troupe.dismiss();
    },
  };
}
