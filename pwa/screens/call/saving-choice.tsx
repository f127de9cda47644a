import { useApp } from '../../app.ts';
import { savings } from '../../call/capture/data-saving.ts';
import { laterText } from '../../messages/en-later.ts';
import { Choice } from '../../parts/choice.tsx';

export function SavingChoice() {
  const { saving, save } = useApp();
  return (
    <div class="saving">
      <Choice
        label={laterText.saving.label}
        value={saving.value}
        options={savings.map((value) => ({ value, label: laterText.saving.choices[value] }))}
        onChange={save}
      />
      <p class="soft" role="status">
        {laterText.saving.notes[saving.value]}
      </p>
    </div>
  );
}
