import { describe, expect, it } from 'vitest';
import type { SeatId } from '../../../../edge/protocol/ids.ts';
import type { MeetingSettings, Participant, Source } from '../../../../edge/protocol/people.ts';
import { createRemoteTracks, type Received } from '../../../../pwa/call/received/remote-tracks.ts';

const settings: MeetingSettings = {
  name: '',
  waitingRoom: false,
  locked: false,
  share: 'everyone',
  record: 'everyone',
};

function setUp() {
  const told: [Source, string | null][] = [];
  const tracks: Partial<Record<Source, { id: string; enabled: boolean }>> = {
    camera: { id: 'c1', enabled: true },
    microphone: { id: 'm1', enabled: true },
  };
  const link = {
    receiver: (source: Source) => (tracks[source] ? { track: tracks[source] } : undefined),
  } as unknown as Received;
  const person = {
    seat: 'aaaaaaaaaaaa' as SeatId,
    role: 'participant',
    rights: { speak: true, show: true, share: true },
    publishing: ['camera', 'microphone'],
  } as unknown as Participant;
  const remote = createRemoteTracks((_, source, track) => told.push([source, track?.id ?? null]));
  return { told, tracks, link, person, remote };
}

describe('what is received from somebody', () => {
  it('is told once for as long as it stays the same', () => {
    const { told, link, person, remote } = setUp();
    remote.update(person, settings, link);
    remote.update(person, settings, link);
    expect(told).toEqual([
      ['microphone', 'm1'],
      ['camera', 'c1'],
    ]);
  });

  it('ends when they stop publishing it, and is silenced', () => {
    const { told, tracks, link, person, remote } = setUp();
    remote.update(person, settings, link);
    remote.update({ ...person, publishing: ['camera'] }, settings, link);
    expect(told.at(-1)).toEqual(['microphone', null]);
    expect(tracks.microphone?.enabled).toBe(false);
  });

  it('is dropped while they may not send it, whatever they send', () => {
    const { told, tracks, link, person, remote } = setUp();
    const silenced = { ...person, rights: { ...person.rights, speak: false } };
    remote.update(silenced, settings, link);
    expect(told).toEqual([['camera', 'c1']]);
    expect(tracks.microphone?.enabled).toBe(false);
    remote.update(person, settings, link);
    expect(told.at(-1)).toEqual(['microphone', 'm1']);
    expect(tracks.microphone?.enabled).toBe(true);
  });

  it('is replaced when another leg of the link takes over', () => {
    const { told, tracks, link, person, remote } = setUp();
    remote.update(person, settings, link);
    tracks.camera = { id: 'c2', enabled: true };
    remote.update(person, settings, link);
    expect(told.at(-1)).toEqual(['camera', 'c2']);
  });

  it('ends when they leave', () => {
    const { told, link, person, remote } = setUp();
    remote.update(person, settings, link);
    remote.drop(person.seat);
    expect(told.slice(-2)).toEqual([
      ['microphone', null],
      ['camera', null],
    ]);
  });
});
