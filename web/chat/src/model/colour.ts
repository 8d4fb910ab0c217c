const HUES = 36;
const TONES = 3;
const COLOURS = HUES * TONES;
/** Has no divisor in common with the number of colours, so its steps come to all of them. */
const STEP = 41;
/** Hues of one tone that are nearer than this look alike. */
const APART = 3;
const PLACES_AT_MOST = 50;

/** The colour of a name: one of 108. */
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

function colourAt(index: number): Colour {
  return { hue: (index % HUES) * (360 / HUES), tone: Math.floor(index / HUES) };
}

function indexOf(name: string): number {
  const hashed = hash(name);
  return (hashed % HUES) + HUES * (Math.floor(hashed / HUES) % TONES);
}

/** The constant colour of a name. */
export function colourOf(name: string): Colour {
  return colourAt(indexOf(name));
}

function huesBetween(one: number, other: number): number {
  const between = Math.abs((one % HUES) - (other % HUES));
  return Math.min(between, HUES - between);
}

function lookAlike(one: number, other: number): boolean {
  return Math.floor(one / HUES) === Math.floor(other / HUES) && huesBetween(one, other) < APART;
}

/** Whether they look alike at a glance: two tones of nearly one hue do. */
function areNear(one: number, other: number): boolean {
  return lookAlike(one, other) || huesBetween(one, other) <= 1;
}

/**
 * The colours of those who are shown together. Each has the constant colour of their name, unless somebody came before
 * whose colour looks like it: then the next one that looks like nobody's or, where there is none, is nobody's.
 */
export class Colours {
  private readonly places = new Map<string, Map<string, number>>();

  /** @param place where they are shown together; a group, or the list if there is none */
  of(name: string, place = ""): Colour {
    const taken = this.taken(place);
    const known = taken.get(name);
    if (known !== undefined) {
      return colourAt(known);
    }
    const own = indexOf(name);
    if (taken.size >= COLOURS) {
      return colourAt(own);
    }
    const all = [...taken.values()];
    const tried = Array.from({ length: COLOURS }, (_, i) => (own + i * STEP) % COLOURS);
    const index =
      tried.find((colour) => !all.some((other) => areNear(colour, other))) ??
      tried.find((colour) => !all.some((other) => lookAlike(colour, other))) ??
      tried.find((colour) => !all.includes(colour)) ??
      own;
    taken.set(name, index);
    return colourAt(index);
  }

  private taken(place: string): Map<string, number> {
    const taken = this.places.get(place) ?? new Map<string, number>();
    const oldest = [...this.places.keys()].find((other) => other !== "");
    if (!this.places.has(place) && this.places.size >= PLACES_AT_MOST && oldest !== undefined) {
      this.places.delete(oldest);
    }
    this.places.set(place, taken);
    return taken;
  }
}
