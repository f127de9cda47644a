import { exports } from 'cloudflare:workers';
import * as v from 'valibot';
import { beforeAll, describe, expect, test } from 'vitest';

const Schema = v.looseObject({ type: v.optional(v.string()) });
const Content = v.object({ 'application/json': v.object({ schema: Schema }) });
const Operation = v.looseObject({
  summary: v.string(),
  operationId: v.string(),
  parameters: v.optional(v.array(v.looseObject({ name: v.string(), in: v.string() }))),
  requestBody: v.optional(v.looseObject({ content: Content })),
  responses: v.record(
    v.string(),
    v.looseObject({ description: v.string(), content: v.optional(Content) }),
  ),
});
const Document = v.looseObject({
  openapi: v.pipe(v.string(), v.regex(/^3\./)),
  info: v.looseObject({ title: v.literal('Holler'), version: v.string() }),
  paths: v.record(v.string(), v.record(v.string(), Operation)),
  components: v.looseObject({ securitySchemes: v.record(v.string(), v.unknown()) }),
});

let document: v.InferOutput<typeof Document>;
let text: string;

beforeAll(async () => {
  text = await (await exports.default.fetch('https://holler.example/openapi.json')).text();
  document = v.parse(Document, JSON.parse(text));
});

function operation(path: string, method: string) {
  const found = document.paths[path]?.[method];
  if (found === undefined) throw new Error(`${method} ${path} is not in the document`);
  return found;
}

describe('the OpenAPI document', () => {
  test('has every route of the API, and nothing else', () => {
    const routes = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path}`),
    );
    expect(routes.sort()).toEqual([
      'delete /api/meetings/{id}/recordings/current',
      'delete /api/recordings/{token}',
      'get /api/live/{token}',
      'get /api/meetings/{id}',
      'get /api/meetings/{id}/recordings',
      'get /api/recordings/{token}',
      'post /api/live/{token}/viewers',
      'post /api/meetings',
      'post /api/meetings/{id}/end',
      'post /api/meetings/{id}/join',
      'post /api/meetings/{id}/leave',
      'post /api/meetings/{id}/recordings',
      'post /api/meetings/{id}/recordings/current/recipients',
      'post /api/recordings/{token}/mail',
    ]);
  });

  test('names every operation once', () => {
    const ids = Object.values(document.paths).flatMap((methods) =>
      Object.values(methods).map(({ operationId }) => operationId),
    );
    expect(new Set(ids)).toHaveLength(ids.length);
  });

  test('declares the parameter of every path that has one', () => {
    for (const [path, methods] of Object.entries(document.paths)) {
      if (!path.includes('{id}')) continue;
      for (const { parameters = [] } of Object.values(methods)) {
        expect(parameters).toEqual([
          expect.objectContaining({ name: 'id', in: 'path', required: true }),
        ]);
      }
    }
  });

  test('points nowhere that is not in it', () => {
    const whole: unknown = JSON.parse(text);
    for (const [, ref = ''] of text.matchAll(/"\$ref":"([^"]*)"/g)) {
      const target = ref
        .replace(/^#\//, '')
        .split('/')
        .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], whole);
      expect(target, ref).toBeDefined();
    }
  });

  test('describes the bodies as they are checked', () => {
    const { requestBody } = operation('/api/meetings/{id}/join', 'post');
    expect(requestBody?.content['application/json'].schema).toMatchObject({
      type: 'object',
      required: ['name'],
      properties: { name: { type: 'string' } },
    });
    const created = operation('/api/meetings', 'post').requestBody?.content['application/json'];
    expect(created?.schema).toMatchObject({
      properties: { waitingRoom: { type: 'boolean' }, share: { enum: ['everyone', 'hosts'] } },
    });
    expect(created?.schema).not.toHaveProperty('required', expect.arrayContaining(['name']));
  });

  test('describes what a created meeting looks like', () => {
    const { responses } = operation('/api/meetings', 'post');
    expect(responses['201']?.content?.['application/json'].schema).toMatchObject({
      required: ['id', 'settings', 'host'],
      properties: { host: { required: ['token', 'expiresAt'] } },
    });
  });

  test('says which routes want a token, and of what kind', () => {
    expect(document.components.securitySchemes).toEqual({
      bearer: { type: 'http', scheme: 'bearer' },
    });
    for (const action of ['leave', 'end']) {
      expect(operation(`/api/meetings/{id}/${action}`, 'post')).toMatchObject({
        security: [{ bearer: [] }],
      });
    }
  });

  test.each([
    { route: 'post /api/meetings', statuses: [201, 400, 413, 429] },
    { route: 'get /api/meetings/{id}', statuses: [200, 401, 404, 410] },
    { route: 'post /api/meetings/{id}/join', statuses: [200, 400, 401, 404, 410, 413, 423] },
    { route: 'post /api/meetings/{id}/leave', statuses: [204, 401, 404, 410] },
    { route: 'post /api/meetings/{id}/end', statuses: [204, 401, 403, 404, 410] },
  ])('lists what $route answers: $statuses', ({ route, statuses }) => {
    const [method = '', path = ''] = route.split(' ');
    expect(Object.keys(operation(path, method).responses).map(Number)).toEqual(
      expect.arrayContaining(statuses),
    );
  });
});
