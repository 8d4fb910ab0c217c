import type { Peer } from "@whaleshark/client";
import { useEffect, useState } from "preact/hooks";
import type { Chat } from "../model/chat.ts";
import type { Readers } from "../model/groups.ts";
import { reason } from "../model/reason.ts";
import { useTexts } from "../texts/index.ts";
import { Dialog, SHOWN_AT_MOST } from "./parts.tsx";
import { PersonAvatar, PersonName } from "./people.tsx";

interface Props {
  readonly chat: Chat;
  readonly peer: Peer;
  readonly sequence: number;
  readonly onClose: () => void;
}

/** The users of a message's audience who have read it, and those who have not yet. */
export function ReadersDialog({ chat, peer, sequence, onClose }: Props) {
  const texts = useTexts();
  const [readers, setReaders] = useState<Readers>();
  const [failed, setFailed] = useState("");
  const known = chat.visits.timeline(peer).counts.get(sequence)?.readCount;

  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again whenever the count has changed
  useEffect(() => {
    chat.groups.readers(peer, sequence).then(setReaders, (e) => setFailed(texts.failed(reason(e, texts))));
  }, [chat, peer, sequence, known]);

  const half = (read: boolean) => {
    const people = readers?.people.filter((reader) => reader.read === read).slice(0, SHOWN_AT_MOST) ?? [];
    const { readCount = 0, memberCount = 0 } = readers ?? {};
    const total = read ? readCount : memberCount - readCount;
    const title = read ? texts.readYes(total) : texts.readNo(total);
    return (
      <section aria-label={title}>
        <h3>{title}</h3>
        <ul class="people">
          {people.map(({ userId }) => (
            <li key={userId}>
              <PersonAvatar chat={chat} id={userId} peer={peer} />
              <span class="title">
                <PersonName chat={chat} id={userId} peer={peer} />
              </span>
            </li>
          ))}
          {total === 0 && <li class="notice">{texts.nobody}</li>}
          {total > people.length && <li class="notice">{texts.and(total - people.length)}</li>}
        </ul>
      </section>
    );
  };
  return (
    <Dialog title={texts.readListTitle} onClose={onClose}>
      {readers ? (
        <div class="halves">
          {half(true)}
          {half(false)}
        </div>
      ) : (
        <p class={failed ? "error" : "notice"}>{failed || texts.loading}</p>
      )}
    </Dialog>
  );
}
