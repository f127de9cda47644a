import browser from 'webextension-polyfill';
import type { Message } from '../messages.ts';

/**
 * On any page, for whoever has switched it on: a person's own plain click on an address starts a call. The page gets
 * no event that would tell it so, and clicks that a script makes are left alone.
 */
window.addEventListener(
  'click',
  (event) => {
    const plain = event.button === 0 && !event.altKey && !event.ctrlKey && !event.metaKey;
    if (!event.isTrusted || !plain || event.shiftKey) return;
    const link = event.composedPath().find((node) => node instanceof HTMLAnchorElement);
    if (link === undefined || !/^(mailto|tel):/i.test(link.href)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const message: Message = { kind: 'call-address', address: link.href.slice(0, 400) };
    browser.runtime.sendMessage(message).catch(() => {});
  },
  { capture: true },
);
