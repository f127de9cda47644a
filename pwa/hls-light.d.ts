/** The smaller build has the same types, and ships none. */
declare module 'hls.js/light' {
  export { default } from 'hls.js';
}
