import { describe, expect, it } from 'vitest';
import { portFrom, portProblem } from '../../edge/dev/port-option.ts';

describe('the port of `npm start`', () => {
  it.each([
    ['is 8787 when nobody says otherwise', [], {}, 8787],
    ['comes from PORT', [], { PORT: '9000' }, 9000],
    ['comes from the option before PORT', ['--port', '9001'], { PORT: '9000' }, 9001],
  ])('%s', (_what, args, env, port) => {
    expect(portFrom(args, env)).toBe(port);
  });

  it.each(['0', '65536', '80x', '', '8.5', '-1'])('refuses %j with a sentence', (text) => {
    expect(() => portFrom([`--port=${text}`], {})).toThrow(
      `"${text}" is not a port: give a number from 1 to 65535.`,
    );
  });

  it.each([['--prot', '80'], ['8788'], ['--port']])('refuses %j, naming the option', (...args) => {
    expect(() => portFrom(args, {})).toThrow('npm start -- --port 8788');
  });

  it('names what to do about a port that cannot be had', () => {
    expect(portProblem(8787, 'free')).toBeNull();
    expect(portProblem(8787, 'in-use')).toBe(
      'Port 8787 is in use by another program; stop it or run `npm start -- --port 8788`.',
    );
    expect(portProblem(80, 'not-allowed')).toContain('npm start -- --port 8787');
  });
});
