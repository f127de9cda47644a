import { text } from '../messages/en.ts';
import { InnerLink } from './inner-link.tsx';

export function Brand() {
  return (
    <InnerLink class="brand" to="/">
      <img src="/icon.svg" alt="" width="28" height="28" />
      {text.brand}
    </InnerLink>
  );
}
