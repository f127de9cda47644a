import { type ReadonlySignal, useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import type { Commands } from 'webextension-polyfill';
import { text } from '../../pwa/messages/en.ts';
import { extensionText } from '../../pwa/messages/en-extension.ts';
import { Choice } from '../../pwa/parts/choice.tsx';
import { changeSettings, clicks, languages, type Settings, themes } from '../store/settings.ts';
import { BackupSection } from './backup-section.tsx';
import { ClickToCall } from './click-to-call.tsx';
import { ServerSection } from './server-section.tsx';
import { ShortcutsSection } from './shortcuts-section.tsx';

const words = extensionText.options;

interface OptionsProps {
  readonly settings: ReadonlySignal<Settings>;
  readonly commands: readonly Commands.Command[];
}

export function Options({ settings, commands }: OptionsProps) {
  const { value } = settings;
  const typed = useSignal(value.server ?? '');
  return (
    <div class="options-page">
      <header>
        <img src="/icons/icon.svg" alt="" width="36" height="36" />
        <div>
          <p class="soft small">{text.brand}</p>
          <h1>{words.title}</h1>
        </div>
      </header>
      <main>
        <ServerSection typed={typed} />
        <Section title={words.behaviourHeading}>
          <Choice
            label={words.click}
            value={value.click}
            options={named(clicks, words.clicks)}
            onChange={(click) => void changeSettings({ click })}
          />
          <p class="hint">{words.clickHint}</p>
          <ClickToCall on={value.clickToCall} />
        </Section>
        <ShortcutsSection commands={commands} />
        <Section title={words.looksHeading}>
          <div class="pair">
            <Choice
              label={words.theme}
              value={value.theme}
              options={named(themes, words.themes)}
              onChange={(theme) => void changeSettings({ theme })}
            />
            <Choice
              label={words.language}
              value={value.language}
              options={named(languages, words.languages)}
              onChange={(language) => void changeSettings({ language })}
            />
          </div>
        </Section>
        <BackupSection
          settings={value}
          onServer={(server) => {
            typed.value = server;
          }}
        />
      </main>
    </div>
  );
}

export function Section({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <section class="card">
      <h2>{title}</h2>
      {children}
    </section>
  );
}

function named<T extends string>(values: readonly T[], labels: Readonly<Record<T, string>>) {
  return values.map((value) => ({ value, label: labels[value] }));
}
