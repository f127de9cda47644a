import { extensionText } from '../../pwa/messages/en-extension.ts';
import { Icon } from '../../pwa/parts/icon.tsx';
import { wish } from '../messages.ts';
import { useWorld } from './world.ts';

/** Why what somebody wanted did not happen. */
export function NoticeBar() {
  const { notice } = useWorld().session;
  return (
    <div role="alert">
      {notice !== null && (
        <div class="notice">
          <Icon name="warning" class="small" />
          <p>{extensionText.notices[notice]}</p>
          <button
            type="button"
            class="plain-button"
            aria-label={extensionText.popup.dismiss}
            onClick={() => void wish({ type: 'dismiss', what: 'notice' })}
          >
            <Icon name="close" class="small" />
          </button>
        </div>
      )}
    </div>
  );
}
