export type Piece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly address: string };

/** A web address, one without its `https://`, or a mail address. */
const patterns = [
  /\bhttps?:\/\/[^\s<>"]+/,
  /(?<![\w.@/-])www\.[a-z0-9-]+\.[^\s<>"]+/,
  /(?<![\w.+%@/-])[\w.+%-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}(?![\w@])/,
];
const linkPattern = new RegExp(patterns.map(({ source }) => source).join('|'), 'gi');
/** Belongs to the sentence around an address, not to the address. */
const trailing = /[.,;:!?'’”)\]}]+$/;

/** Cuts a message into text and the addresses in it. Nothing but http, https and mailto becomes a link. */
export function piecesOf(message: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  const addText = (text: string) => {
    if (text !== '') pieces.push({ kind: 'text', text });
  };
  for (const match of message.matchAll(linkPattern)) {
    const text = trim(match[0]);
    const address = addressOf(text);
    if (!URL.canParse(address)) continue;
    addText(message.slice(end, match.index));
    pieces.push({ kind: 'link', text, address });
    end = match.index + text.length;
  }
  addText(message.slice(end));
  return pieces;
}

function addressOf(text: string): string {
  if (/^https?:/i.test(text)) return text;
  return /^www\./i.test(text) ? `https://${text}` : `mailto:${text}`;
}

function trim(address: string): string {
  const bare = address.replace(trailing, '');
  // A closing bracket that was opened inside the address is part of it.
  return bare.includes('(') && address[bare.length] === ')' ? `${bare})` : bare;
}
