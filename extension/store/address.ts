/** Whom somebody wants to call, as far as a text tells. */
export interface Address {
  readonly kind: 'mail' | 'phone';
  readonly whom: string;
}

const mail = /^[^\s@<>"(),:;]{1,64}@[^\s@<>"(),:;]{1,190}\.[\p{L}\d-]{2,63}$/u;
const phoneLike = /^\+?[\d\s().\-/\u00a0\u2010-\u2015]{5,30}$/;

function readMail(text: string): Address | null {
  return mail.test(text) ? { kind: 'mail', whom: text } : null;
}

function readPhone(text: string): Address | null {
  const digits = text.replace(/\D/g, '');
  if (!phoneLike.test(text) || digits.length < 6 || digits.length > 15) return null;
  return { kind: 'phone', whom: text.replace(/\s+/g, ' ') };
}

/** Reads an e-mail address or a phone number, bare or as a `mailto:` or `tel:` link. */
export function readAddress(text: string): Address | null {
  const [, scheme, rest = ''] = /^\s*(mailto|tel):([^?]*)/i.exec(text) ?? [];
  const bare = (scheme === undefined ? text : decode(rest)).trim();
  if (scheme?.toLowerCase() === 'mailto') return readMail(bare.split(',')[0]?.trim() ?? '');
  return readMail(bare) ?? readPhone(bare.split(';')[0] ?? '');
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
