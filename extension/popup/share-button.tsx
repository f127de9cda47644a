import { Icon } from '../../pwa/parts/icon.tsx';
import { wish } from '../messages.ts';
import { useWorld } from './world.ts';

/** Does what the key for sharing does, and says which key that is. */
export function ShareButton({ label }: { label: string }) {
  const { tab, shareKey } = useWorld();
  return (
    <button
      type="button"
      class="button wide share"
      disabled={tab === null}
      onClick={async () => {
        if (tab === null) return;
        await wish({ type: 'share', tab });
      }}
    >
      <Icon name="screen" class="small" />
      <span>{label}</span>
      {shareKey !== '' && <kbd>{shareKey}</kbd>}
    </button>
  );
}
