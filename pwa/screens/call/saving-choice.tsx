import { useApp } from '../../app.ts';
import { savings } from '../../call/saving.ts';
import { text } from '../../messages/en.ts';
import { Choice } from '../../parts/choice.tsx';

export function SavingChoice() {
  const { saving, save } = useApp();
  return (
    <div class="saving">
      <Choice
        label={text.saving.label}
        value={saving.value}
        options={savings.map((value) => ({ value, label: text.saving.choices[value] }))}
        onChange={save}
      />
      <p class="soft" role="status">
        {text.saving.notes[saving.value]}
      </p>
    </div>
  );
}
