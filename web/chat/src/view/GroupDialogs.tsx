import { direct, type Group, type Peer, RefusalCode, RefusedError } from "@whaleshark/client";
import { useEffect, useId, useState } from "preact/hooks";
import type { Chat, Readers } from "../model/chat.ts";
import { goTo } from "../model/route.ts";
import { useTexts } from "../texts/index.ts";
import { Avatar, Dialog, namesIn, reason } from "./parts.tsx";

/** Of the people of a large group so many are shown. */
const SHOWN_AT_MOST = 500;

interface ForChat {
  readonly chat: Chat;
  readonly onClose: () => void;
}

export function NewChatDialog({ chat, onClose }: ForChat) {
  const texts = useTexts();
  const id = useId();
  const [user, setUser] = useState("");
  return (
    <Dialog title={texts.newChat} onClose={onClose}>
      <form
        class="fields"
        onSubmit={(event) => {
          event.preventDefault();
          onClose();
          goTo(direct(user.trim()));
        }}
      >
        <label for={id}>{texts.newChatWith}</label>
        <input
          id={id}
          required
          maxLength={128}
          autocapitalize="none"
          spellcheck={false}
          placeholder={texts.userName}
          pattern={`(?!\\s*${chat.user.replace(/[^\w]/g, "\\$&")}\\s*$).*\\S.*`}
          value={user}
          onInput={(event) => setUser(event.currentTarget.value)}
        />
        <footer>
          <button type="submit" class="primary">
            {texts.startChat}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}

export function NewGroupDialog({ chat, onClose }: ForChat) {
  const texts = useTexts();
  const id = useId();
  const [name, setName] = useState("");
  const [members, setMembers] = useState("");
  const [failed, setFailed] = useState("");

  const create = async () => {
    try {
      const peer = await chat.createGroup(name.trim(), namesIn(members));
      onClose();
      goTo(peer);
    } catch (e) {
      setFailed(texts.groupFailed(reason(e, texts)));
    }
  };
  return (
    <Dialog title={texts.newGroup} onClose={onClose}>
      <form
        class="fields"
        onSubmit={(event) => {
          event.preventDefault();
          void create();
        }}
      >
        <label for={`${id}name`}>{texts.groupName}</label>
        <input
          id={`${id}name`}
          required
          maxLength={256}
          value={name}
          onInput={(event) => setName(event.currentTarget.value)}
        />
        <label for={`${id}members`}>{texts.members}</label>
        <input
          id={`${id}members`}
          required
          autocapitalize="none"
          spellcheck={false}
          placeholder={texts.membersHint}
          value={members}
          onInput={(event) => setMembers(event.currentTarget.value)}
        />
        <p class="error" role="alert">
          {failed}
        </p>
        <footer>
          <button type="submit" class="primary">
            {texts.createGroup}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}

/** With a token a group looks to all but its owner as if it was not there. */
function hidden(e: unknown): boolean {
  return e instanceof RefusedError && e.code === RefusalCode.NO_SUCH_GROUP;
}

export function MembersDialog({ chat, peer, onClose }: ForChat & { readonly peer: Peer }) {
  const texts = useTexts();
  const id = useId();
  const [shown, setShown] = useState<Group>();
  const [name, setName] = useState("");
  const [added, setAdded] = useState("");
  const [failed, setFailed] = useState("");
  const { membersVersion } = chat;

  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again whenever the members have changed
  useEffect(() => {
    let current = true;
    chat.members(peer).then(
      (found) => {
        if (current) {
          setShown(found);
          setName((typed) => typed || found.groupName);
        }
      },
      (e) => setFailed(hidden(e) ? texts.onlyOwner : texts.groupFailed(reason(e, texts))),
    );
    return () => {
      current = false;
    };
  }, [chat, peer, membersVersion]);

  const change = async (done: Promise<unknown>) => {
    setFailed("");
    try {
      await done;
      setShown(await chat.members(peer));
    } catch (e) {
      setFailed(texts.groupFailed(reason(e, texts)));
    }
  };
  return (
    <Dialog title={texts.groupInfo} onClose={onClose}>
      <form
        class="fields row"
        onSubmit={(event) => {
          event.preventDefault();
          void change(chat.renameGroup(peer, name.trim(), shown?.ownerId ?? chat.user));
        }}
      >
        <input
          aria-label={texts.groupName}
          required
          maxLength={256}
          value={name}
          onInput={(event) => setName(event.currentTarget.value)}
        />
        <button type="submit" disabled={!shown || name.trim() === shown.groupName}>
          {texts.rename}
        </button>
      </form>
      <ul class="people" aria-label={texts.members}>
        {shown?.members.slice(0, SHOWN_AT_MOST).map((member) => (
          <li key={member}>
            <Avatar name={member} />
            <span class="title">{member}</span>
            {member === shown.ownerId ? (
              <span class="notice">{texts.owner}</span>
            ) : (
              <button
                type="button"
                aria-label={member === chat.user ? texts.leave : texts.removeMember(member)}
                onClick={() => void change(chat.removeMember(peer, member))}
              >
                {member === chat.user ? texts.leave : texts.remove}
              </button>
            )}
          </li>
        ))}
        {shown && shown.memberCount > SHOWN_AT_MOST && (
          <li class="notice">{texts.and(shown.memberCount - SHOWN_AT_MOST)}</li>
        )}
      </ul>
      <form
        class="fields row"
        onSubmit={(event) => {
          event.preventDefault();
          void change(chat.addMembers(peer, namesIn(added))).then(() => setAdded(""));
        }}
      >
        <input
          id={id}
          aria-label={texts.addMembers}
          placeholder={texts.membersHint}
          required
          autocapitalize="none"
          spellcheck={false}
          value={added}
          onInput={(event) => setAdded(event.currentTarget.value)}
        />
        <button type="submit">{texts.add}</button>
      </form>
      <p class="error" role="alert">
        {failed}
      </p>
    </Dialog>
  );
}

export function ReadersDialog(props: ForChat & { readonly peer: Peer; readonly sequence: number }) {
  const { chat, peer, sequence, onClose } = props;
  const texts = useTexts();
  const [readers, setReaders] = useState<Readers>();
  const [failed, setFailed] = useState("");
  const known = chat.timeline(peer).counts.get(sequence)?.readCount;

  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again whenever the count has changed
  useEffect(() => {
    chat.readers(peer, sequence).then(setReaders, (e) => setFailed(texts.failed(reason(e, texts))));
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
              <Avatar name={userId} />
              <span class="title">{userId}</span>
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
