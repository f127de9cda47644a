/** Everything that is drawn over or beside faces to be read or pressed. */
const signs = [
  ...['.tile-label', '.tile-signs > span', '.privacy-badge', '.recording-badge', '.said > *'],
  ...['.alone', '.toolbar .tool', '.page-turner > *', '.banner'],
].join();
/** What is said of the whole call has a place of its own. */
const global = '.privacy-badge, .recording-badge, .said > *, .alone, .toolbar .tool';

/** What lies over what in the page as it is now, in words; empty when nothing does. Runs in the page. */
export function findOverlaps({ signs, global }: { signs: string; global: string }): string[] {
  const slackPx = 1;
  const isShown = (element: Element) =>
    element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }) &&
    element.getBoundingClientRect().width > slackPx;
  const all = (selector: string) => [...document.querySelectorAll(selector)].filter(isShown);
  const wordsFor = (element: Element) =>
    `${element.className} "${element.getAttribute('aria-label') ?? element.textContent?.trim()}"`;

  function overlap(one: Element, other: Element): boolean {
    if (one.contains(other) || other.contains(one)) return false;
    const [a, b] = [one.getBoundingClientRect(), other.getBoundingClientRect()];
    return (
      Math.min(a.right, b.right) - Math.max(a.left, b.left) > slackPx &&
      Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > slackPx
    );
  }

  const found: string[] = [];
  const panel = document.querySelector('.panel');
  // On a phone a panel has the whole place of the faces, and of what is said of each.
  const isUnderPanel = (sign: Element) => {
    const place = sign.closest('.tile, .call > main > *');
    return panel !== null && place !== null && overlap(panel, place);
  };
  const shown = all(signs).filter((sign) => !isUnderPanel(sign));
  if (panel !== null) shown.push(panel);
  for (const [index, one] of shown.entries()) {
    for (const other of shown.slice(index + 1)) {
      if (overlap(one, other)) found.push(`${wordsFor(one)} over ${wordsFor(other)}`);
    }
  }
  for (const one of all(global).filter((sign) => !isUnderPanel(sign))) {
    for (const tile of all('.tile')) {
      if (overlap(one, tile)) found.push(`${wordsFor(one)} over the face of ${tile.ariaLabel}`);
    }
  }
  for (const sign of all(global)) {
    const { left, right, top, bottom } = sign.getBoundingClientRect();
    const [width, height] = [window.innerWidth + slackPx, window.innerHeight + slackPx];
    if (left < -slackPx || right > width || top < -slackPx || bottom > height) {
      found.push(`${wordsFor(sign)} out of sight`);
    }
  }
  const tools = all('.toolbar .tool').map((tool) => ({
    tool,
    area: tool.clientWidth * tool.clientHeight,
  }));
  const leave = tools.find(({ tool }) => tool.matches('.leave-tools > :first-child'));
  for (const { tool, area } of tools) {
    if (area > (leave?.area ?? 0) + slackPx) found.push(`${wordsFor(tool)} larger than Leave`);
  }
  return found;
}

export const signSelectors = { signs, global } as const;
