import { useApp } from '../../app.ts';
import { text } from '../../messages/en.ts';
import { Icon } from '../../parts/icon.tsx';

export function ReconnectingBanner() {
  const { online } = useApp();
  return (
    <div class="banner" role="status">
      <Icon name="offline" />
      {online.value ? text.call.reconnecting : text.call.reconnectingOffline}
    </div>
  );
}
