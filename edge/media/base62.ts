const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
/** The values 30, 31, 62 and 63 are written as their low five bits: 64 values do not fit 62 characters. */
const fiveBitMask = 0b11110;

/** Base62 as LiveKit writes it (`github.com/jxskiss/base62`): six bits a character, the last bits of the last byte first. */
export function encodeBase62(bytes: Uint8Array): string {
  let rest = BigInt(`0x0${Buffer.from(bytes).toString('hex')}`);
  let bits = bytes.length * 8;
  let text = '';
  while (bits > 0) {
    const six = Number(rest & 63n);
    const short = (six & fiveBitMask) === fiveBitMask;
    text += alphabet[short ? six & 31 : six];
    // A short value that ends the text takes all bits that are left.
    const taken = short && (bits > 6 || six > 31) ? 5 : 6;
    rest >>= BigInt(taken);
    bits -= taken;
  }
  return text;
}
