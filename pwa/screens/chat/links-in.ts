export type Piece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly address: string };

const addressPattern = /\bhttps?:\/\/[^\s<>"]+/gi;
/** Belongs to the sentence around an address, not to the address. */
const trailing = /[.,;:!?'’”)\]}]+$/;

/** Cuts a message into text and the web addresses in it. Nothing but http and https becomes a link. */
export function piecesOf(message: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  const addText = (text: string) => {
    if (text !== '') pieces.push({ kind: 'text', text });
  };
  for (const match of message.matchAll(addressPattern)) {
    const text = trim(match[0]);
    if (!URL.canParse(text)) continue;
    addText(message.slice(end, match.index));
    pieces.push({ kind: 'link', text, address: text });
    end = match.index + text.length;
  }
  addText(message.slice(end));
  return pieces;
}

function trim(address: string): string {
  const bare = address.replace(trailing, '');
  // A closing bracket that was opened inside the address is part of it.
  return bare.includes('(') && address[bare.length] === ')' ? `${bare})` : bare;
}
