import type { ComponentChildren, TargetedMouseEvent } from 'preact';
import { useApp } from '../app.ts';

interface InnerLinkProps {
  readonly to: string;
  readonly class?: string;
  readonly children: ComponentChildren;
}

/** A link inside the app: a plain click keeps the page, a click with a modifier stays the browser's. */
export function InnerLink({ to, class: className, children }: InnerLinkProps) {
  const { router } = useApp();
  function follow(event: TargetedMouseEvent<HTMLAnchorElement>) {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    router.go(to);
  }
  return (
    <a class={className} href={to} onClick={follow}>
      {children}
    </a>
  );
}
