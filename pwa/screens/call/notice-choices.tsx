import { useSignal } from '@preact/signals';
import { useApp } from '../../app.ts';
import { laterText } from '../../messages/en-later.ts';
import { Switch } from '../../parts/switch.tsx';

const words = laterText.notices;

/** How this person wants to hear of the others. */
export function NoticeChoices() {
  const { memory, mayNotify } = useApp();
  const isBlocked = useSignal(false);

  async function changeOutside(on: boolean): Promise<boolean> {
    const isGiven = !on || (await mayNotify());
    isBlocked.value = !isGiven;
    if (isGiven) memory.rememberNotifies(on);
    return isGiven;
  }

  return (
    <div class="notice-choices">
      <Switch label={words.sounds} checked={memory.sounds()} onChange={memory.rememberSounds} />
      <Switch label={words.outside} checked={memory.notifies()} onChange={changeOutside} />
      <p class="field-error" role="alert" hidden={!isBlocked.value}>
        {isBlocked.value && words.outsideBlocked}
      </p>
    </div>
  );
}
