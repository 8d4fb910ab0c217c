// People as they are shown: by the name that the directory gives them, or by their id.

import type { Peer } from "@whaleshark/client";
import type { Chat } from "../model/chat.ts";
import { visibleName } from "../model/visible.ts";
import { Avatar, Name } from "./parts.tsx";

interface PersonProps {
  readonly chat: Chat;
  readonly id: string;
  /** Where they are shown; none in a list of conversations. */
  readonly peer?: Peer | undefined;
}

export function PersonAvatar({ chat, id, peer }: PersonProps) {
  return <Avatar name={chat.names.of(id, peer)} colour={chat.names.colour(id, peer)} />;
}

interface NameProps extends PersonProps {
  /** Whether the id stands beside the name, not in its tooltip alone: two people may have one name. */
  readonly withId?: boolean;
}

export function PersonName({ chat, id, peer, withId = false }: NameProps) {
  const name = chat.names.of(id, peer);
  return (
    <span title={name === id ? undefined : visibleName(id)}>
      <Name of={name} />
      {withId && name !== id && (
        <span class="notice id">
          {" "}
          <Name of={id} />
        </span>
      )}
    </span>
  );
}

/** The avatar of a conversation: of the other user, or of the group. */
export function PeerAvatar({
  chat,
  peer,
  title,
}: Pick<PersonProps, "chat"> & { readonly peer: Peer; readonly title: string }) {
  return peer.kind === "direct" ? <PersonAvatar chat={chat} id={peer.id} /> : <Avatar name={title} round={false} />;
}

/** The name of a conversation. */
export function PeerName(props: {
  readonly chat: Chat;
  readonly peer: Peer;
  readonly title: string;
  readonly withId?: boolean;
}) {
  const { chat, peer, title, withId = false } = props;
  return peer.kind === "direct" ? <PersonName chat={chat} id={peer.id} withId={withId} /> : <Name of={title} />;
}
