import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { Icon, type IconName } from './icon.tsx';

interface NoticePageProps {
  readonly icon: IconName;
  readonly title: string;
  readonly children: ComponentChildren;
  readonly actions: ComponentChildren;
}

/** A page that says one thing. Its heading takes the focus, so that a screen reader says it too. */
export function NoticePage({ icon, title, children, actions }: NoticePageProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <main class="page">
      <span class="page-icon">
        <Icon name={icon} />
      </span>
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
      <div class="page-body">{children}</div>
      <div class="actions">{actions}</div>
    </main>
  );
}
