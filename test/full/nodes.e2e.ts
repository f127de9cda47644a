import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from '@playwright/test';
import { promptCount, rememberTiles, remountedTiles } from '../e2e/support/continuity.ts';
import { expectTogether } from '../e2e/support/senses.ts';
import { redisProgram } from '../support/redis.ts';
import { type FaultScene, openFaultScene } from './support/fault-scene.ts';
import type { Darkness } from './support/in-page-darkness.ts';
import { expectDarkAtMost } from './support/outages.ts';

const rounds = 3;
/** LiveKit believes in a dead node for 5 s of it. */
const nodeLostMs = 8_000;
/** Nothing is lost: what a busy machine pauses by itself. */
const nothingLostMs = 1_500;
const withoutRedisMs = 10_000;

let scene: FaultScene | null = null;

test.beforeEach(async ({ browser }) => {
  test.skip(redisProgram === null, 'redis-server is not installed');
  scene = await openFaultScene(browser, { names: ['one'], nodesEach: 2 });
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

test('when the node that carries a call dies, everybody is back in it, with the same tracks', async () => {
  const { people, carrier, darknessOf } = opened();
  const prompts = await Promise.all(people.map(promptCount));
  await Promise.all(people.map(rememberTiles));
  const dark: Darkness[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const { node } = await carrier();
    dark.push(...(await darknessOf(() => node.kill())));
    expect((await carrier()).node.mediaPort, 'another carries it now').not.toBe(node.mediaPort);
    await node.restart();
  }
  expectDarkAtMost('A node of two died', dark, nodeLostMs);
  expect(await Promise.all(people.map(promptCount)), 'nobody was asked again').toEqual(prompts);
  for (const person of people) expect(await remountedTiles(person), person.name).toEqual([]);
});

test('when Redis dies, the running call goes on', async () => {
  const { people, clusters, darknessOf } = opened();
  const dark = await darknessOf(async () => {
    await clusters.all[0]?.redis?.kill();
    await delay(withoutRedisMs);
  });
  expectDarkAtMost('Redis died', dark, nothingLostMs);
  await expectTogether(...people);
});
