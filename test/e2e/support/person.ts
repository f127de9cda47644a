import { type BrowserContext, expect, type Locator, type Page } from '@playwright/test';
import { text } from '../../../pwa/messages/en.ts';
import { laterText } from '../../../pwa/messages/en-later.ts';
import { describeSound } from './connections.ts';
import type { Sight } from './in-page-probes.ts';
import type { Looks } from './looks.ts';
import type { Picture, Sender, Somebody, Sound, Viewer } from './senses.ts';

/** Somebody with a browser of their own: what they see and press, by the names that everybody reads. */
export class Person implements Sender, Viewer {
  readonly name: string;
  readonly looks: Looks;
  readonly context: BrowserContext;
  readonly page: Page;
  readonly toolbar: Locator;
  readonly people: Locator;
  readonly chat: Locator;

  constructor(name: string, looks: Looks, page: Page) {
    this.name = name;
    this.looks = looks;
    this.page = page;
    this.context = page.context();
    this.toolbar = page.getByRole('toolbar', { name: text.call.toolbar });
    this.people = page.getByRole('complementary', { name: laterText.people.title });
    this.chat = page.getByRole('complementary', { name: laterText.chat.title });
  }

  /** The same person, in another tab of the same browser. */
  async openTab(): Promise<Person> {
    return this.inTab(await this.context.newPage());
  }

  /** The same person, in front of a tab that something else has opened. */
  inTab(page: Page): Person {
    return new Person(this.name, this.looks, page);
  }

  get heading(): Locator {
    return this.page.getByRole('heading', { level: 1 });
  }

  // Coming and going -----------------------------------------------------------------------------

  async openFront(): Promise<void> {
    await this.page.goto('/');
    await expect(this.button(laterText.front.start)).toBeEnabled();
  }

  /** From the front page into a call of their own; resolves to the link that others need. */
  async startCall(): Promise<string> {
    await this.openFront();
    await this.button(laterText.front.start).click();
    await this.join();
    return this.page.url();
  }

  /** Starts a call with some of the options, which are set by the labels they have. */
  async startCallWith(options: readonly string[]): Promise<string> {
    await this.openFront();
    await this.page.getByText(laterText.front.options, { exact: true }).click();
    for (const label of options) await this.page.getByRole('switch', { name: label }).check();
    await this.button(laterText.front.start).click();
    await this.join();
    return this.page.url();
  }

  async openLink(link: string): Promise<void> {
    await this.page.goto(link);
    await expect(this.page.getByLabel(text.lobby.name)).toBeVisible();
  }

  /** Presses the one button of the lobby, whatever it says, and does not wait for what comes of it. */
  async askToJoin(): Promise<void> {
    await this.page.getByLabel(text.lobby.name).fill(this.name);
    const labels = [text.lobby.join, text.lobby.knock, text.lobby.tryToJoin];
    await this.button(new RegExp(`^(${labels.join('|')})$`)).click();
  }

  async join(): Promise<void> {
    await this.askToJoin();
    await this.expectInCall();
  }

  async joinBy(link: string): Promise<void> {
    await this.openLink(link);
    await this.join();
  }

  /** In the call, and in it again right after, without a question. */
  async reload(): Promise<void> {
    await this.page.reload();
    await this.expectInCall();
    // The microphones of tests, unlike real ones, sound only once somebody has touched the page.
    await this.page.mouse.click(2, 2);
  }

  /** By the button of the page on which they are, which promises that. */
  async goBackBy(button: string): Promise<void> {
    await this.button(button).click();
    await this.expectInCall();
  }

  async leave(): Promise<void> {
    await this.press(text.call.leave);
    await this.expectPage(text.endings.left.title);
  }

  async endForAll(): Promise<void> {
    await this.press(text.call.endForAll);
    await this.page.getByRole('dialog').getByRole('button', { name: text.call.endForAll }).click();
  }

  async expectInCall(): Promise<void> {
    await expect(this.toolbar).toBeVisible();
  }

  /** A page that says one thing, by its title. */
  async expectPage(title: string): Promise<void> {
    await expect(this.heading).toHaveText(title);
  }

  // Sending --------------------------------------------------------------------------------------

  /** A button of the toolbar. */
  tool(name: string | RegExp): Locator {
    return this.toolbar.getByRole('button', { name, exact: true });
  }

  async press(name: string | RegExp): Promise<void> {
    await this.tool(name).click();
  }

  async turn(device: 'microphone' | 'camera', on: boolean): Promise<void> {
    const tool = this.tool(text.call[device]);
    await expect(tool).toHaveAttribute('aria-pressed', String(!on));
    await tool.click();
    await expect(tool).toHaveAttribute('aria-pressed', String(on));
  }

  async share(on: boolean): Promise<void> {
    const tool = this.tool(text.call.share);
    await tool.click();
    await expect(tool).toHaveAttribute('aria-pressed', String(on));
  }

  async openPanel(panel: 'chat' | 'people'): Promise<void> {
    await this.press(panel === 'chat' ? toolNames.chat : toolNames.people);
    await expect(this[panel]).toBeVisible();
  }

  async write(message: string): Promise<void> {
    await this.chat.getByRole('textbox', { name: laterText.chat.placeholder }).fill(message);
    await this.chat.getByRole('button', { name: laterText.chat.send }).click();
  }

  // Hosting --------------------------------------------------------------------------------------

  /** Opens what a host can do with somebody, in the people panel. */
  async manage(other: Person): Promise<Locator> {
    const row = this.people.getByRole('listitem').filter({ hasText: other.name });
    const summary = row.locator('summary');
    if ((await row.locator('details[open]').count()) === 0) await summary.click();
    return row;
  }

  async remove(other: Person): Promise<void> {
    await (await this.manage(other)).getByRole('button', { name: laterText.people.remove }).click();
    const dialog = this.page.getByRole('dialog', {
      name: laterText.people.removeTitle(other.name),
    });
    await dialog.getByRole('button', { name: laterText.people.removeNow }).click();
  }

  // Seeing and hearing ---------------------------------------------------------------------------

  tile(other: Somebody, of: Picture = 'camera'): Locator {
    return this.page.getByRole('article', { name: this.tileLabel(other, of), exact: true });
  }

  look(at: Somebody, of: Picture): Promise<Sight | null> {
    return this.page.evaluate((label) => window.probes.look(label), this.tileLabel(at, of));
  }

  listen(to: Somebody, of: Sound, toneHz: number | null): Promise<number> {
    const what = { name: to.name, of, toneHz };
    return this.page.evaluate(
      ({ name, of, toneHz }) => window.probes.listen(name, of, toneHz),
      what,
    );
  }

  describeSound(): Promise<string> {
    return describeSound(this);
  }

  private tileLabel({ name }: Somebody, of: Picture): string {
    if (of === 'screen')
      return name === this.name ? text.call.yourScreen : text.call.screenOf(name);
    return name === this.name ? text.call.youNamed(name) : name;
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }
}

/** The names of buttons that also say how many. */
export const toolNames = {
  chat: new RegExp(`^${text.call.chat}\\b`),
  people: new RegExp(`^${laterText.people.title}\\b`),
} as const;
