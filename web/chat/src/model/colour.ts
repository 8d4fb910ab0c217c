const HUES = 36;
const TONES = 3;

/** The constant colour of a name: one of 108. */
export interface Colour {
  /** Degrees. */
  readonly hue: number;
  /** How dark: 0..2. */
  readonly tone: number;
}

/** FNV-1a with a final mix, so that names that differ in one letter get different colours. */
function hash(name: string): number {
  let hashed = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(name)) {
    hashed = Math.imul(hashed ^ byte, 0x01000193);
  }
  hashed = Math.imul(hashed ^ (hashed >>> 16), 0x7feb352d);
  return (hashed ^ (hashed >>> 15)) >>> 0;
}

export function colourOf(name: string): Colour {
  const hashed = hash(name);
  return { hue: (hashed % HUES) * (360 / HUES), tone: Math.floor(hashed / HUES) % TONES };
}
