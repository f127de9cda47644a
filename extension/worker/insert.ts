import browser from 'webextension-polyfill';
import { rememberMade } from '../store/history.ts';
import { makeCall, Refusal } from './meetings.ts';

/** Puts the link of a new call where the cursor is. Whoever put it there is its host when they come. */
export async function insertLink(tabId: number, frameId = 0): Promise<void> {
  const target = { tabId, frameIds: [frameId] };
  if (!(await isWritable(target))) throw new Refusal('no-field');
  const { link, hostToken, expiresAt, address } = await makeCall();
  await rememberMade({ meeting: link.id, hostToken, expiresAt });
  await browser.scripting.executeScript({ target, func: insertText, args: [address] });
}

async function isWritable(target: { tabId: number; frameIds: number[] }): Promise<boolean> {
  try {
    const [answer] = await browser.scripting.executeScript({ target, func: hasField });
    return answer?.result === true;
  } catch {
    return false;
  }
}

/** Runs in the page. */
function hasField(): boolean {
  const field = document.activeElement;
  if (field instanceof HTMLTextAreaElement) return !field.readOnly && !field.disabled;
  if (field instanceof HTMLInputElement) return !field.readOnly && field.selectionStart !== null;
  return field instanceof HTMLElement && field.isContentEditable;
}

/** Runs in the page: typed as a person would, so that the page notices and can undo it. */
function insertText(text: string): void {
  const field = document.activeElement;
  if (document.execCommand('insertText', false, text)) return;
  if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)) return;
  const { selectionStart, selectionEnd, value } = field;
  field.setRangeText(text, selectionStart ?? value.length, selectionEnd ?? value.length, 'end');
  field.dispatchEvent(
    new InputEvent('input', { bubbles: true, inputType: 'insertText', data: text }),
  );
}
