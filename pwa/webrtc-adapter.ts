/**
 * Stands in for the package of this name, which peerjs imports for what it changes in old browsers: 9 kB of
 * repairs to browsers that this build's `target` leaves out. What peerjs itself asks of it is what the
 * browser is called, and that only to tell a developer who wants to know.
 */
export default { browserDetails: { browser: 'unknown', version: 0 } };
