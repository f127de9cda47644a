import browser, { type Menus, type Tabs } from 'webextension-polyfill';
import { extensionText } from '../../pwa/messages/en-extension.ts';
import { readAddress } from '../store/address.ts';
import { callAbout, callAddress, callLink } from './about.ts';
import { doDue } from './due.ts';
import { insertLink } from './insert.ts';
import { shareOrStop } from './share.ts';

const menuIds = ['page', 'image', 'link', 'selection', 'insert', 'share'] as const;
type MenuId = (typeof menuIds)[number];

const contexts: Readonly<Record<MenuId, Menus.ContextType[]>> = {
  page: ['page'],
  image: ['image'],
  link: ['link'],
  selection: ['selection'],
  insert: ['editable'],
  share: ['page', 'image', 'link', 'selection', 'editable', 'video', 'audio'],
};

/** The browser keeps them while the worker sleeps. */
export async function createMenus(): Promise<void> {
  await browser.contextMenus.removeAll();
  for (const id of menuIds) {
    browser.contextMenus.create({ id, title: extensionText.menu[id], contexts: contexts[id] });
  }
}

type Click = Pick<
  Menus.OnClickData,
  'menuItemId' | 'linkUrl' | 'linkText' | 'srcUrl' | 'selectionText' | 'frameId' | 'pageUrl'
>;

export async function obeyMenu(click: Click, tab: Tabs.Tab | undefined): Promise<void> {
  const id = menuIds.find((known) => known === click.menuItemId);
  if (id === undefined || tab?.id === undefined) return;
  const page = tab.url ?? click.pageUrl ?? '';
  const title = tab.title ?? '';
  switch (id) {
    case 'page':
      return callAbout(title, page);
    case 'image':
      return callAbout(title, /^https?:/i.test(click.srcUrl ?? '') ? (click.srcUrl ?? '') : page);
    case 'link':
      return callLink(click.linkUrl ?? '', click.linkText ?? '');
    case 'selection': {
      const text = click.selectionText ?? '';
      const address = readAddress(text);
      return address === null ? callAbout(text, page) : callAddress(address);
    }
    case 'insert':
      return insertLink(tab.id, click.frameId);
    case 'share':
      await shareOrStop(tab.id);
      return doDue();
  }
}
