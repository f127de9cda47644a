import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';
import { findProgram } from '../../edge/dev/find-program.ts';

const names = [
  ...['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
  ...['microsoft-edge', 'microsoft-edge-stable'],
];
const macApps = ['Google Chrome', 'Chromium', 'Microsoft Edge'];
const windowsPrograms = [
  'Google/Chrome/Application/chrome.exe',
  'Microsoft/Edge/Application/msedge.exe',
];
const windowsFolders = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'];

/** The Chromium, Chrome or Edge that is installed here; null without one. */
export function findSystemBrowser(
  path = process.env.PATH ?? '',
  system: NodeJS.Platform = process.platform,
): string | null {
  return findProgram(names, path) ?? usualPlaces(system).find(isProgram) ?? null;
}

function usualPlaces(system: NodeJS.Platform): string[] {
  if (system === 'darwin') {
    return macApps.map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`);
  }
  if (system !== 'win32') return [];
  const folders = windowsFolders.flatMap((name) => process.env[name] ?? []);
  return folders.flatMap((folder) => windowsPrograms.map((program) => join(folder, program)));
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
