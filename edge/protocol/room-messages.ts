/** The room's socket: `/rooms/<meeting id>/socket`. JSON text frames, one message each, in order. */

export * from './client-messages.ts';
export * from './frames.ts';
export * from './room-values.ts';
export * from './server-messages.ts';
