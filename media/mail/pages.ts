import type { CaughtMail } from './catcher.ts';

/** A mail may come from anybody: nothing in it runs, and nothing is fetched for it. */
export const pagePolicy =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-src 'self'; base-uri 'none'";

const style = `body { font: 16px/1.5 system-ui, sans-serif; max-width: 50rem; margin: 2rem auto; padding: 0 1rem }
table { border-collapse: collapse; width: 100% } td, th { text-align: left; padding: .4rem .8rem .4rem 0 }
pre { white-space: pre-wrap } iframe { border: 1px solid; width: 100%; height: 30rem; background: #fff }`;

export function listPage(mails: readonly CaughtMail[]): string {
  const rows = mails
    .toReversed()
    .map(
      ({ id, subject, to, receivedAt }) =>
        `<tr><td><a href="/${id}">${escaped(subject) || 'No subject'}</a>` +
        `<td>${escaped(to.join(', '))}<td>${receivedAt.toLocaleTimeString()}`,
    );
  const table = `<table><tr><th>Subject<th>To<th>At${rows.join('')}</table>`;
  const none = '<p>No mail yet. What Holler sends from this machine ends here.';
  return page('Mail on this machine', rows.length > 0 ? table : none);
}

export function mailPage({ subject, from, to, text, html }: CaughtMail): string {
  const frame =
    html === null
      ? ''
      : `<iframe title="As a mail program shows it" sandbox="allow-popups allow-popups-to-escape-sandbox"
          srcdoc="${escaped(`<base target="_blank">${html}`)}"></iframe>`;
  return page(
    subject || 'No subject',
    `<p>From ${escaped(from)} to ${escaped(to.join(', '))}</p>${frame}<pre>${linked(text)}</pre>
    <p><a href="/">All mail</a>`,
  );
}

function page(title: string, body: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>${escaped(title)}</title>
<style>${style}</style><h1>${escaped(title)}</h1>${body}`;
}

function linked(text: string): string {
  return escaped(text).replace(
    /https?:\/\/[^\s<>&]+/g,
    (url) => `<a href="${url}" rel="noreferrer">${url}</a>`,
  );
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
