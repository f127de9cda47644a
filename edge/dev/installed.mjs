/**
 * What decides whether the packages must be installed. Plain JavaScript, because it runs before anything is.
 * @typedef {{ version?: string, integrity?: string, optional?: boolean, devOptional?: boolean }} LockedPackage
 * @typedef {{ packages?: Record<string, LockedPackage> }} Lock
 */

export const oldestNodeMajor = 20;

/** @param {string} version */
export function isSupportedNode(version) {
  return Number(version.split('.')[0]) >= oldestNodeMajor;
}

/**
 * npm writes `node_modules/.package-lock.json` last, so an interrupted installation never looks complete.
 * Packages for other platforms are locked but rightly absent.
 * @param {Lock} locked
 * @param {Lock | null} installed
 */
export function matchesLock(locked, installed) {
  if (!installed) return false;
  const wanted = locked.packages ?? {};
  const present = installed.packages ?? {};
  return (
    Object.keys(present).every((path) => path in wanted) &&
    Object.entries(wanted).every(([path, pkg]) => path === '' || isSatisfied(pkg, present[path]))
  );
}

/**
 * @param {LockedPackage} wanted
 * @param {LockedPackage | undefined} present
 */
function isSatisfied(wanted, present) {
  if (!present) return wanted.optional === true || wanted.devOptional === true;
  return present.version === wanted.version && present.integrity === wanted.integrity;
}
