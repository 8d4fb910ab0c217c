import {
  type Conversation,
  Directory,
  type Peer,
  People,
  PROFILES_AT_MOST,
  type Profile,
  RefusalCode,
  RefusedError,
} from "@whaleshark/client";
import { type Colour, Colours } from "./colour.ts";
import type { SignIn } from "./prefs.ts";

const FOUND_AT_MOST = 8;
const PREFIX_AT_MOST = 128;

function groupOf(peer: Peer | undefined): string | undefined {
  return peer?.kind === "group" ? peer.id : undefined;
}

/** What people are called: as the app's directory says, as far as it lets the user see that; else by their ids. */
export class Names {
  /** Increases when somebody is called otherwise. */
  version = 0;
  private readonly directory: Directory;
  private readonly people: People;
  private readonly colours = new Colours();
  private isClosed = false;

  constructor(signIn: SignIn, onChange: () => void) {
    const directory = new Directory("", signIn.appId, signIn.token || undefined);
    this.directory = directory;
    this.people = new People({
      ask: (userIds, groupId) => directory.profiles(userIds, groupId),
      onChange: () => {
        this.version++;
        onChange();
      },
    });
  }

  /** @param peer where the user is shown */
  of(userId: string, peer?: Peer): string {
    return this.people.of(userId, groupOf(peer))?.name || userId;
  }

  /** The same without asking for anything, to look through many. */
  known(userId: string): string {
    return this.people.peek(userId)?.name || userId;
  }

  title({ peer, title }: Pick<Conversation, "peer" | "title">): string {
    return peer.kind === "direct" ? this.of(peer.id) : title;
  }

  /** Whether a name or an id of a conversation has a text in it, which is in lower case. */
  has({ peer, title }: Pick<Conversation, "peer" | "title">, wanted: string): boolean {
    const name = peer.kind === "direct" ? this.known(peer.id) : title;
    return `${name} ${peer.id}`.toLowerCase().includes(wanted);
  }

  /** A colour that nobody else has who is shown in the same place, as far as there are enough. */
  colour(userId: string, peer?: Peer): Colour {
    return this.colours.of(userId, groupOf(peer));
  }

  /** The user may have got to know somebody, by the first message with them. */
  met(peer: Peer): void {
    if (peer.kind === "direct") {
      this.people.again(peer.id);
    }
  }

  /** The name with the id beside it, where the name hides it: two people may have one name. */
  full(userId: string, peer?: Peer): string {
    const name = this.of(userId, peer);
    return name === userId ? userId : `${name} (${userId})`;
  }

  /** The first people whose name begins with a text; nobody where the app does not let its users search. */
  async search(namePrefix: string): Promise<readonly Profile[]> {
    if (!namePrefix || namePrefix.length > PREFIX_AT_MOST) {
      return [];
    }
    try {
      return await this.find(namePrefix, FOUND_AT_MOST);
    } catch {
      return []; // the server is away or busy: the next letter asks again
    }
  }

  /**
   * Whether there is a directory in which the user may search.
   *
   * @throws if that cannot be found out now
   */
  async isOpen(): Promise<boolean> {
    return (await this.find("", 1)).length > 0;
  }

  /** Those of some ids who are not in the directory, or whom the user does not see. */
  async strangers(userIds: readonly string[]): Promise<string[]> {
    const found = new Set<string>();
    for (let from = 0; from < userIds.length; from += PROFILES_AT_MOST) {
      for (const { userId } of await this.directory.profiles(userIds.slice(from, from + PROFILES_AT_MOST))) {
        found.add(userId);
      }
    }
    return userIds.filter((userId) => !found.has(userId));
  }

  private async find(namePrefix: string, limit: number): Promise<readonly Profile[]> {
    if (this.isClosed) {
      return [];
    }
    try {
      const { profiles } = await this.directory.search(namePrefix, { limit });
      this.people.note(profiles);
      return profiles;
    } catch (e) {
      this.isClosed = e instanceof RefusedError && e.code === RefusalCode.DIRECTORY_CLOSED;
      if (this.isClosed) {
        return [];
      }
      throw e;
    }
  }

  close(): void {
    this.people.close();
  }
}
