import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { devPortProblem, readDevPorts } from '../../edge/dev/dev-options.ts';
import { inRoot } from '../../edge/dev/paths.ts';
import { patternSource, readWorkerPatterns } from '../../edge/dev/worker-paths.ts';

describe('the ports of `npm run dev`', () => {
  it.each([
    [[], { pages: 5173, edge: 8787 }],
    [['--port', '9000'], { pages: 9000, edge: 8787 }],
    [['--edge-port', '9001', '--port', '9000'], { pages: 9000, edge: 9001 }],
  ])('given %j', (args, ports) => {
    expect(readDevPorts(args)).toEqual(ports);
  });

  it.each([
    [['--port', 'x'], '"x" is not a port'],
    [['--edge-port', '0'], '"0" is not a port'],
    [['--ports', '9000'], 'The options are `--port NUMBER` and `--edge-port NUMBER`'],
    [['--port', '8787'], 'The pages and the edge need two ports, and both are 8787.'],
  ])('are refused, given %j', (args, sentence) => {
    expect(() => readDevPorts(args)).toThrow(sentence);
  });

  it('that cannot be had are named with the option that changes them', () => {
    expect(devPortProblem('--port', 5173, 'free')).toBeNull();
    expect(devPortProblem('--port', 5173, 'in-use')).toContain('Port 5173 is in use');
    expect(devPortProblem('--edge-port', 80, 'not-allowed')).toContain('-- --edge-port NUMBER');
  });
});

describe('what the worker answers', () => {
  const patterns = readWorkerPatterns(readFileSync(inRoot('wrangler.toml'), 'utf8'));
  const isWorkers = (path: string) =>
    patterns.some((pattern) => new RegExp(patternSource(pattern)).test(path));

  it.each([
    ['/api/meetings', true],
    ['/rooms/abc/peerjs?key=peerjs&token=x', true],
    ['/r/token', true],
    ['/live/token', true],
    ['/.well-known/holler', true],
    ['/healthz', true],
    ['/healthz?x', true],
    ['/openapi.json', true],
    ['/', false],
    ['/k3f9-7mqd-2x8v-hw4n-6tpz', false],
    ['/main.tsx', false],
    ['/recordings/list.ts', false],
    ['/healthzz', false],
    ['/openapi-json', false],
    ['/?next=/api/meetings', false],
  ])('%s: %s', (path, answered) => {
    expect(isWorkers(path)).toBe(answered);
  });

  it('is a list that must be there', () => {
    expect(readWorkerPatterns('run_worker_first = [\n  "/a/*",\n  "/b",\n]\n')).toEqual([
      '/a/*',
      '/b',
    ]);
    expect(() => readWorkerPatterns('name = "holler"\n')).toThrow('run_worker_first');
  });
});
