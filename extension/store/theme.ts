import type { Settings } from './settings.ts';

const schemes: Readonly<Record<Settings['theme'], string>> = {
  system: 'light dark',
  light: 'light',
  dark: 'dark',
};

export function applyTheme(theme: Settings['theme']): void {
  document.documentElement.style.colorScheme = schemes[theme];
}
