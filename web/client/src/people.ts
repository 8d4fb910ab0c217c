// What is known of people while they are shown.

import { PROFILES_AT_MOST, type Profile } from "./directory.ts";

export interface PeopleOptions {
  /** Asks who users are; `groupId` is where the user meets them. */
  readonly ask: (userIds: readonly string[], groupId?: string) => Promise<readonly Profile[]>;
  /** Something that was shown is known otherwise now. */
  readonly onChange: () => void;
  /** Milliseconds; by default those of the computer. */
  readonly now?: () => number;
}

const KNOWN_FOR_MILLIS = 5 * 60_000;
const AFTER_FAILURE_MILLIS = 30_000;
const GATHERED_FOR_MILLIS = 20;
const PEOPLE_AT_MOST = 2_000;
const CONTEXTS_AT_MOST = 20;
const ID_AT_MOST = 128;
const NO_ID = /[\p{Cc}\p{Cs}]/u;

interface Person {
  profile?: Profile;
  /** Where the profile was found: a group, or empty. */
  foundIn: string;
  /** Until when nobody asks again, by where the question was asked. */
  readonly until: Map<string, number>;
}

/**
 * Remembers profiles for a few minutes, and asks for those that are missing or old: all at once that are looked for at
 * about one time, and one question after the other. Remembers 2,000 people at most; of more than are looked for within
 * those minutes, the others are not asked for.
 */
export class People {
  private readonly known = new Map<string, Person>();
  private readonly wanted = new Map<string, Set<string>>();
  private gathering: ReturnType<typeof setTimeout> | undefined;
  private isAsking = false;
  private isClosed = false;

  constructor(private readonly options: PeopleOptions) {}

  /**
   * What is known of a user now. If that is nothing or old, it is asked for, and `onChange` tells. Of what cannot be an
   * id nothing is asked.
   *
   * @param groupId where the user is met; none in a direct conversation
   */
  of(userId: string, groupId = ""): Profile | undefined {
    const person = this.person(userId);
    if (person) {
      const context = person.profile ? person.foundIn : groupId;
      if ((person.until.get(context) ?? 0) <= this.now()) {
        this.want(userId, context);
      }
    }
    return person?.profile;
  }

  /** What is known of a user now. Nothing is asked for: to look through many. */
  peek(userId: string): Profile | undefined {
    return this.known.get(userId)?.profile;
  }

  /** Asks again at the next look: there is a reason why the app may show the user now. */
  again(userId: string): void {
    this.known.get(userId)?.until.clear();
  }

  /** Takes over what a search has found. */
  note(profiles: readonly Profile[]): void {
    this.told(profiles.map((profile) => this.answered(profile.userId, "", profile)));
  }

  /** Ends; nothing is asked any more. */
  close(): void {
    this.isClosed = true;
    clearTimeout(this.gathering);
    this.wanted.clear();
  }

  private now(): number {
    return this.options.now?.() ?? Date.now();
  }

  /** @returns undefined if it is no id, or there is no room */
  private person(userId: string): Person | undefined {
    if (userId === "" || userId.length > ID_AT_MOST || NO_ID.test(userId)) {
      return undefined;
    }
    const known = this.known.get(userId) ?? this.newcomer();
    if (known) {
      // The last one is the one that was looked for last.
      this.known.delete(userId);
      this.known.set(userId, known);
    }
    return known;
  }

  private newcomer(): Person | undefined {
    const [oldest] = this.known;
    if (this.known.size >= PEOPLE_AT_MOST && oldest) {
      const [userId, { until }] = oldest;
      if (Math.max(0, ...until.values()) > this.now()) {
        return undefined;
      }
      this.known.delete(userId);
    }
    return { foundIn: "", until: new Map() };
  }

  private want(userId: string, context: string): void {
    if (this.isClosed) {
      return;
    }
    this.holds(userId, context, AFTER_FAILURE_MILLIS); // whoever looks meanwhile does not ask
    const together = this.wanted.get(context) ?? new Set();
    together.add(userId);
    this.wanted.set(context, together);
    if (!this.isAsking) {
      this.gathering ??= setTimeout(() => void this.askAll(), GATHERED_FOR_MILLIS);
    }
  }

  private async askAll(): Promise<void> {
    this.gathering = undefined;
    this.isAsking = true;
    for (let [next] = this.wanted; next; [next] = this.wanted) {
      const [context, users] = next;
      const some = [...users].slice(0, PROFILES_AT_MOST);
      for (const user of some) {
        users.delete(user);
      }
      if (users.size === 0) {
        this.wanted.delete(context);
      }
      await this.ask(some, context);
    }
    this.isAsking = false;
  }

  private async ask(users: readonly string[], context: string): Promise<void> {
    try {
      const profiles = await this.options.ask(users, context || undefined);
      const found = new Map(profiles.map((profile) => [profile.userId, profile]));
      this.told(users.map((user) => this.answered(user, context, found.get(user))));
    } catch {
      for (const user of users) {
        this.holds(user, context, AFTER_FAILURE_MILLIS); // asked again after that, if somebody still looks
      }
    }
  }

  private told(changes: readonly boolean[]): void {
    if (changes.includes(true) && !this.isClosed) {
      this.options.onChange();
    }
  }

  private holds(userId: string, context: string, millis: number): Person | undefined {
    const person = this.person(userId);
    if (person) {
      const [oldest] = person.until.keys();
      if (person.until.size >= CONTEXTS_AT_MOST && !person.until.has(context) && oldest !== undefined) {
        person.until.delete(oldest);
      }
      person.until.set(context, this.now() + millis);
    }
    return person;
  }

  /** @returns whether something is known otherwise now */
  private answered(userId: string, context: string, profile: Profile | undefined): boolean {
    const person = this.holds(userId, context, KNOWN_FOR_MILLIS);
    if (!person) {
      return false;
    }
    const before = person.profile;
    if (profile) {
      person.profile = profile;
      person.foundIn = context;
    } else if (before && person.foundIn === context) {
      delete person.profile;
    }
    const { name, avatar } = before ?? {};
    return name !== person.profile?.name || avatar !== person.profile?.avatar;
  }
}
