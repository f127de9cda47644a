import { expect, test } from '@playwright/test';
import { openLinks } from '../e2e/support/connections.ts';
import { promptCount, rememberTiles, remountedTiles } from '../e2e/support/continuity.ts';
import { type FaultScene, openFaultScene } from './support/fault-scene.ts';
import type { Darkness } from './support/in-page-darkness.ts';
import { expectDarkAtMost } from './support/outages.ts';

const rounds = 3;
const clusterLostMs = 5_000;
/** A page gives the way that it leaves four seconds more, dead or not, before the last sound crosses. */
const meshTakesOverMs = 7_000;

let scene: FaultScene | null = null;

test.beforeEach(async ({ browser }) => {
  scene = await openFaultScene(browser, { names: ['one', 'two'], nodesEach: 1 });
  test.skip(scene === null, 'there is no way to run LiveKit here');
});

test.afterEach(async () => {
  await scene?.close();
  scene = null;
});

function opened(): FaultScene {
  if (scene === null) throw new Error('there is no scene');
  return scene;
}

test('when its whole cluster dies, a call goes on at the other', async () => {
  const { people, carrier, darknessOf } = opened();
  const prompts = await Promise.all(people.map(promptCount));
  await Promise.all(people.map(rememberTiles));
  const dark: Darkness[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const { cluster } = await carrier();
    dark.push(...(await darknessOf(() => cluster.kill())));
    expect((await carrier()).cluster.name).not.toBe(cluster.name);
    for (const node of cluster.nodes) await node.restart();
  }
  expectDarkAtMost('A cluster of two died', dark, clusterLostMs);
  expect(await Promise.all(people.map(promptCount)), 'nobody was asked again').toEqual(prompts);
  for (const person of people) expect(await remountedTiles(person), person.name).toEqual([]);
});

test('when every cluster dies, a small call goes on as a mesh', async () => {
  const { people, crowd, clusters, darknessOf } = opened();
  for (const client of crowd) {
    client.send({ type: 'command', id: 'bye', command: { type: 'leave' } });
    await client.closed;
  }
  const dark = await darknessOf(async () => {
    await Promise.all(clusters.all.map((cluster) => cluster.kill()));
  });
  expectDarkAtMost('All clusters died, and a mesh took over', dark, meshTakesOverMs);
  const links = () => Promise.all(people.map(openLinks));
  await expect.poll(links).toEqual(people.map(() => ({ mesh: 2, server: 0 })));
});
