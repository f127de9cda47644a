import { limits } from '../../../../edge/protocol/limits.ts';
import { type Box, gap, isPhone, type Large, regionsOf, withTurner } from './arrange.ts';

/** Smaller faces say nothing; beside a large one a few are enough. On a phone the eye is nearer. */
const leastFace = { width: 160, height: 90 } as const;
const leastBeside = { width: 160, height: 112 } as const;
const leastThumbnail = { width: 96, height: 76 } as const;
const leastPerPage = 4;
/** A small call has one page, however small its faces become: nobody looks for somebody in a call of five. */
const alwaysTogether = limits.meshMembers;

/** How many of the rest have room on one page. */
export function roomFor(large: Large, rest: number, area: Box, most: number): number {
  const { others } = regionsOf(area, large, rest);
  const beside = isPhone(area) ? leastThumbnail : leastBeside;
  const least = large === 'nothing' ? leastFace : beside;
  const whole = Math.min(Math.max(capacityOf(others, least), alwaysTogether), most);
  if (rest <= whole) return whole;
  return Math.min(Math.max(capacityOf(withTurner(others)[0], least), leastPerPage), most);
}

function capacityOf({ width, height }: Box, least: Pick<Box, 'width' | 'height'>): number {
  const fitting = (length: number, size: number) => Math.floor((length + gap) / (size + gap));
  return Math.max(fitting(width, least.width) * fitting(height, least.height), 1);
}
