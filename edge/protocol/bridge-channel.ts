/**
 * Marks what is ours among everything else that a window says to itself. A file of its own: each page listens for it,
 * and few ever need the schemas.
 */
export const bridgeChannel = 'holler-bridge';
