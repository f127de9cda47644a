import { useEffect } from 'preact/hooks';
import { text } from '../messages/en.ts';

/** What the tab says, while this screen is shown. */
export function usePageTitle(...parts: readonly string[]): void {
  const title = text.title(...parts);
  useEffect(() => {
    document.title = title;
  }, [title]);
}
