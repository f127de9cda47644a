import type { Command } from '../../../edge/protocol/commands.ts';
import type { Participant, Rights } from '../../../edge/protocol/people.ts';
import { laterText } from '../../messages/en-later.ts';

export interface Control {
  readonly label: string;
  readonly command: Command;
  /** Is asked about once more. */
  readonly grave?: boolean;
}

export interface RightControl {
  readonly right: keyof Rights;
  readonly label: string;
}

/** Whether `self` may decide about `other` at all; the room has the last word. */
export function mayManage(self: Participant | undefined, other: Participant): boolean {
  switch (self?.role) {
    case 'host':
      return other.role !== 'host';
    case 'cohost':
      return other.role === 'participant';
    default:
      return false;
  }
}

export const rightControls: readonly RightControl[] = [
  { right: 'speak', label: laterText.people.maySpeak },
  { right: 'show', label: laterText.people.mayShow },
  { right: 'share', label: laterText.people.mayShare },
];

/** What a host can do with somebody right now, as commands with names. */
export function controlsFor(other: Participant): readonly Control[] {
  const { seat } = other;
  const controls: Control[] = [];
  if (other.publishing.includes('microphone')) {
    controls.push({ label: laterText.people.mute, command: { type: 'mute', seat } });
  }
  if (other.publishing.includes('screen')) {
    controls.push({ label: laterText.people.stopShare, command: { type: 'stop-share', seat } });
  }
  controls.push(roleControl(other));
  controls.push({ label: laterText.people.remove, command: { type: 'remove', seat }, grave: true });
  return controls;
}

function roleControl({ seat, role }: Participant): Control {
  return role === 'cohost'
    ? {
        label: laterText.people.undoCohost,
        command: { type: 'set-role', seat, role: 'participant' },
      }
    : { label: laterText.people.makeCohost, command: { type: 'set-role', seat, role: 'cohost' } };
}
