type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

export interface Mutation {
  /** Such as `command.text = 7` or `command.text missing`. */
  readonly what: string;
  readonly value: JsonObject;
}

const wrongValues: readonly Json[] = [
  null,
  true,
  7,
  -1.5,
  1e308,
  '',
  'no-such-thing',
  'x'.repeat(4_000),
  [],
  [[[]]],
  {},
  { toString: 1, length: -1 },
];

/** Every way to get one field of a message wrong: missing, of another type, beyond its size. */
export function* mutationsOf(sample: JsonObject): Generator<Mutation> {
  for (const path of pathsOf(sample)) {
    const name = path.join('.');
    yield { what: `${name} missing`, value: changed(sample, path, undefined) };
    for (const wrong of wrongValues) {
      const shown = JSON.stringify(wrong).slice(0, 20);
      yield { what: `${name} = ${shown}`, value: changed(sample, path, wrong) };
    }
  }
}

function* pathsOf(value: Json, path: readonly string[] = []): Generator<readonly string[]> {
  if (path.length > 0) yield path;
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) yield* pathsOf(inner, [...path, key]);
}

function changed(sample: JsonObject, path: readonly string[], to: Json | undefined): JsonObject {
  const copy = structuredClone(sample);
  const last = path.at(-1) ?? '';
  let target = copy as Record<string, Json>;
  for (const key of path.slice(0, -1)) target = target[key] as Record<string, Json>;
  if (to === undefined) delete target[last];
  else target[last] = to;
  return copy;
}

const encoder = new TextEncoder();

/** Frames that no parser of ours may choke on, whichever socket they come to. */
export const garbageFrames: Readonly<Record<string, string | ArrayBuffer>> = {
  'an empty frame': '',
  'no JSON': 'hello there',
  'half a JSON': '{"type":"hel',
  'JSON that is no object': '["hello"]',
  'a bare null': 'null',
  'a bare number': '-0',
  'an object without a type': '{"kind":"hello"}',
  'a type that is no text': '{"type":{"type":"hello"}}',
  'binary garbage': new Uint8Array([0, 255, 254, 1, 128, 0, 7]).buffer,
  'good JSON as binary': encoder.encode('{"type":"hello"}').buffer as ArrayBuffer,
  'nesting 20,000 deep': `{"type":${'['.repeat(30_000)}${']'.repeat(30_000)}}`,
  'a megabyte of text': JSON.stringify({ type: 'join', name: 'x'.repeat(1_000_000) }),
  'a megabyte of bytes': new ArrayBuffer(1_000_000),
};

/** Parsed with care these are harmless; merged without, they change every object in the process. */
export const pollution =
  '"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}';
