import { text } from '../../messages/en.ts';
import { laterText } from '../../messages/en-later.ts';
import { InnerLink } from '../../parts/inner-link.tsx';
import { NoticePage } from '../../parts/notice-page.tsx';
import { JoinByLink } from '../front/join-by-link.tsx';
import { usePageTitle } from '../use-page-title.ts';

export function LostScreen({ why }: { why: 'bad-link' | 'not-found' }) {
  const words = why === 'bad-link' ? laterText.badLink : laterText.notFound;
  usePageTitle(words.title);
  return (
    <NoticePage
      icon={why === 'bad-link' ? 'link' : 'warning'}
      title={words.title}
      actions={
        <InnerLink class="button primary" to="/">
          {text.endingActions.home}
        </InnerLink>
      }
    >
      {words.body}
      {why === 'bad-link' && <JoinByLink focused />}
    </NoticePage>
  );
}
