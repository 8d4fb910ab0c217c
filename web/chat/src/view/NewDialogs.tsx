import { direct } from "@whaleshark/client";
import { useId, useState } from "preact/hooks";
import type { Chat } from "../model/chat.ts";
import { reason } from "../model/reason.ts";
import { goTo } from "../model/route.ts";
import { useTexts } from "../texts/index.ts";
import { checkedId, checkedIds, NO_CHOICE, PeopleField } from "./PeopleField.tsx";
import { Dialog } from "./parts.tsx";

interface ForChat {
  readonly chat: Chat;
  readonly onClose: () => void;
}

export function NewChatDialog({ chat, onClose }: ForChat) {
  const texts = useTexts();
  const id = useId();
  const [choice, setChoice] = useState(NO_CHOICE);
  const [failed, setFailed] = useState("");
  const start = (user: string) => {
    onClose();
    goTo(direct(user));
  };
  const startTyped = async () => {
    const typed = choice.typed.trim();
    try {
      const { fault } = await checkedId(chat, typed, texts, failed);
      setFailed(fault);
      if (fault) {
        return;
      }
    } catch {
      // the server says it with the first message
    }
    start(typed);
  };
  return (
    <Dialog title={texts.newChat} onClose={onClose}>
      <form
        class="fields"
        onSubmit={(event) => {
          event.preventDefault();
          void startTyped();
        }}
      >
        <label for={id}>{texts.newChatWith}</label>
        <PeopleField
          chat={chat}
          id={id}
          hint={texts.userName}
          maxLength={128}
          check={(typed) => (typed === chat.user ? texts.thatIsYou : "")}
          choice={choice}
          onChoice={(next) => {
            const [user] = next.chosen;
            if (user === undefined) {
              setChoice(next);
            } else {
              start(user);
            }
          }}
        />
        {failed && (
          <p class="error" role="alert">
            {failed}
          </p>
        )}
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
  const [members, setMembers] = useState(NO_CHOICE);
  const [failed, setFailed] = useState("");

  const create = async () => {
    try {
      const { ids, fault } = await checkedIds(chat, members, texts, failed);
      if (fault) {
        setFailed(fault);
        return;
      }
      const peer = await chat.groups.create(name.trim(), ids);
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
        <PeopleField chat={chat} id={`${id}members`} hint={texts.membersHint} choice={members} onChoice={setMembers} />
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
