import { direct } from "@whaleshark/client";
import { useId, useState } from "preact/hooks";
import type { Chat } from "../model/chat.ts";
import { reason } from "../model/reason.ts";
import { goTo } from "../model/route.ts";
import { useTexts } from "../texts/index.ts";
import { Dialog, namesIn } from "./parts.tsx";

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
          pattern=".*\S.*"
          value={user}
          onInput={(event) => {
            const field = event.currentTarget;
            field.setCustomValidity(field.value.trim() === chat.user ? texts.thatIsYou : "");
            setUser(field.value);
          }}
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
      const peer = await chat.groups.create(name.trim(), namesIn(members));
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
