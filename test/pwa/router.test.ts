import { describe, expect, test } from 'vitest';
import { type AddressBar, createRouter, readRoute } from '../../pwa/router.ts';

const id = 'abcd-efgh-jkmn-pqrs-tvwx';
const mediaKey = 'AAAAAAAAAAAAAAAAAAAAAA';

function routeOf(address: string) {
  return readRoute(new URL(address, 'https://holler.test'));
}

describe('an address leads to', () => {
  test.each([
    ['/', { screen: 'front', intent: 'look' }],
    ['/?new', { screen: 'front', intent: 'start' }],
    ['/?handed', { screen: 'front', intent: 'handed' }],
    ['/?join', { screen: 'front', intent: 'join' }],
    ['/?something=else', { screen: 'front', intent: 'look' }],
    [`/${id}`, { screen: 'meeting', link: { id } }],
    [`/${id}#${mediaKey}`, { screen: 'meeting', link: { id, mediaKey } }],
    [`/${id}#not-a-key`, { screen: 'meeting', link: { id } }],
    [`/${id.toUpperCase().replaceAll('-', '')}`, { screen: 'meeting', link: { id } }],
    [`/#open=${encodeURIComponent(`web+holler:${id}#${mediaKey}`)}`, meeting()],
    ['/#open=web%2Bholler%3Anonsense', { screen: 'bad-link' }],
    ['/abcd-efgh-jkmn-pqrs-tvw', { screen: 'bad-link' }],
    ['/r/a-token', { screen: 'recordings', path: '/r/a-token' }],
    ['/live/a-token', { screen: 'recordings', path: '/live/a-token' }],
    ['/recorder?layout=grid', { screen: 'recordings', path: '/recorder' }],
    ['/recorders', { screen: 'not-found' }],
    ['/help', { screen: 'not-found' }],
    [`/some/where/${id}`, { screen: 'not-found' }],
  ])('%s', (address, route) => {
    expect(routeOf(address)).toEqual(route);
  });

  function meeting() {
    return { screen: 'meeting', link: { id, mediaKey } };
  }
});

describe('the router', () => {
  function createBar(start: string) {
    let address = start;
    const written: string[] = [];
    let moved = () => {};
    const write = (how: string) => (next: string) => {
      written.push(`${how} ${next}`);
      address = new URL(next, address).href;
    };
    const bar: AddressBar = {
      href: () => address,
      push: write('push'),
      replace: write('replace'),
      onMove: (listener) => {
        moved = listener;
      },
    };
    const back = (to: string) => {
      address = to;
      moved();
    };
    return { bar, written, back };
  }

  test('writes a meeting the way people should pass it on', () => {
    const { bar, written } = createBar(`https://holler.test/${id.toUpperCase()}?from=mail`);
    createRouter(bar);
    expect(written).toEqual([`replace /${id}`]);
  });

  test('leaves an address alone that is right already', () => {
    const { bar, written } = createBar(`https://holler.test/${id}#${mediaKey}`);
    createRouter(bar);
    expect(written).toEqual([]);
  });

  test('follows its own links and the way back', () => {
    const { bar, back } = createBar('https://holler.test/');
    const router = createRouter(bar);
    router.go(`/${id}`);
    expect(router.route.value).toEqual({ screen: 'meeting', link: { id } });
    back('https://holler.test/');
    expect(router.route.value).toEqual({ screen: 'front', intent: 'look' });
  });
});
