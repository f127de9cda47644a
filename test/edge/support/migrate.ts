import { applyD1Migrations, type D1Migration } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { beforeAll } from 'vitest';
import type { Env } from '../../../edge/env.ts';

const { DB, TEST_MIGRATIONS } = env as Env & { readonly TEST_MIGRATIONS: D1Migration[] };

beforeAll(() => applyD1Migrations(DB, TEST_MIGRATIONS));
