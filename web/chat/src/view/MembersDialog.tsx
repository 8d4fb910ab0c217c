import { type Group, type Member, type Peer, RefusalCode, RefusedError } from "@whaleshark/client";
import { useEffect, useId, useState } from "preact/hooks";
import type { Chat } from "../model/chat.ts";
import type { Rights, Roster } from "../model/groups.ts";
import type { MenuItem } from "../model/menus.ts";
import { reason } from "../model/reason.ts";
import { nameInSentence, visibleName } from "../model/visible.ts";
import { type Texts, useTexts } from "../texts/index.ts";
import { DotsIcon } from "./icons.tsx";
import { Menu } from "./menus.tsx";
import { checkedIds, NO_CHOICE, PeopleField } from "./PeopleField.tsx";
import { Dialog, SHOWN_AT_MOST } from "./parts.tsx";
import { PersonAvatar, PersonName } from "./people.tsx";

interface Props {
  readonly chat: Chat;
  readonly peer: Peer;
  readonly onClose: () => void;
}

/** To users who may not see its members, a group looks as if it did not exist. */
function isUnseen(e: unknown): boolean {
  return e instanceof RefusedError && e.code === RefusalCode.NO_SUCH_GROUP;
}

/**
 * The members of a group, and what the user's role allows with them. The owner hands the group over here, or dissolves
 * it; a member may leave. An owner leaves after somebody else has become the owner.
 */
export function MembersDialog({ chat, peer, onClose }: Props) {
  const texts = useTexts();
  const [shown, setShown] = useState<Roster>();
  const [failed, setFailed] = useState("");
  const [isChoosing, setChoosing] = useState(false);
  const { membersVersion } = chat;

  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again whenever the members have changed
  useEffect(() => {
    let current = true;
    chat.groups.roster(peer).then(
      (found) => {
        if (current) {
          setShown(found);
        }
      },
      (e) => {
        if (current) {
          setFailed(isUnseen(e) ? texts.membersUnseen : texts.groupFailed(reason(e, texts)));
        }
      },
    );
    return () => {
      current = false;
    };
  }, [chat, peer, membersVersion]);

  const change = async (done: Promise<unknown>) => {
    setFailed("");
    try {
      await done;
      setShown(await chat.groups.roster(peer));
    } catch (e) {
      setFailed(texts.groupFailed(reason(e, texts)));
    }
  };
  /** What leaves nothing to do here. */
  const end = async (done: Promise<void>) => {
    try {
      await done;
      onClose();
    } catch (e) {
      setFailed(texts.groupFailed(reason(e, texts)));
    }
  };
  const askToLeave = () =>
    chat.questions.ask({
      text: texts.leaveQuestion,
      yes: texts.leave,
      act: () => void end(chat.groups.remove(peer, chat.user)),
    });
  const askToRemove = (member: string) =>
    chat.questions.ask({
      text: texts.removeQuestion(nameInSentence(chat.names.full(member, peer))),
      yes: texts.remove,
      act: () => void change(chat.groups.remove(peer, member)),
    });
  const askToHandOver = ({ groupName }: Group, member: string) =>
    chat.questions.ask({
      text: texts.handOverQuestion(nameInSentence(chat.names.full(member, peer))),
      yes: texts.handOver,
      act: () => {
        setChoosing(false);
        void change(chat.groups.set(peer, groupName, member));
      },
    });
  const askToDissolve = () =>
    chat.questions.ask({
      text: texts.dissolveQuestion,
      yes: texts.dissolve,
      act: () => void end(chat.groups.dissolve(peer)),
    });
  const rights = shown && chat.groups.rights(shown);
  const isOwner = shown?.group.ownerId === chat.user;
  const nameOf = ({ userId }: Member) => visibleName(chat.names.full(userId, peer));
  const choosesOwner = isOwner && isChoosing;
  return (
    <Dialog title={texts.groupInfo} onClose={onClose}>
      {shown && rights?.rename && (
        <Rename
          key={shown.group.groupName}
          name={shown.group.groupName}
          onRename={(name) => void change(chat.groups.set(peer, name, shown.group.ownerId))}
        />
      )}
      <ul class="people" aria-label={texts.members}>
        {shown?.members.slice(0, SHOWN_AT_MOST).map((member) => (
          <li key={member.userId}>
            <PersonAvatar chat={chat} id={member.userId} peer={peer} />
            <span class="title">
              <PersonName chat={chat} id={member.userId} peer={peer} withId />
            </span>
            <Standing member={member} />
            {member.userId === chat.user && member.role !== "owner" && (
              <button type="button" onClick={askToLeave}>
                {texts.leave}
              </button>
            )}
            {choosesOwner && member.userId !== chat.user && (
              <button
                type="button"
                aria-label={texts.makeOwnerOf(nameOf(member))}
                onClick={() => askToHandOver(shown.group, member.userId)}
              >
                {texts.makeOwner}
              </button>
            )}
            {!choosesOwner && rights?.govern(member) && (
              <>
                <button
                  type="button"
                  aria-label={texts.removeMember(nameOf(member))}
                  onClick={() => askToRemove(member.userId)}
                >
                  {texts.remove}
                </button>
                <Menu
                  label={texts.memberMenu(nameOf(member))}
                  icon={<DotsIcon />}
                  items={changesOf(member, rights, texts, (to) => void change(chat.groups.setMember(peer, to)))}
                />
              </>
            )}
          </li>
        ))}
        {shown && shown.group.memberCount > SHOWN_AT_MOST && (
          <li class="notice">{texts.and(shown.group.memberCount - SHOWN_AT_MOST)}</li>
        )}
      </ul>
      {choosesOwner && <output>{texts.chooseOwner}</output>}
      {shown && rights?.add && !choosesOwner && (
        <Add chat={chat} present={shown.group.members} onAdd={(members) => change(chat.groups.add(peer, members))} />
      )}
      {isOwner && (
        <footer>
          {shown.group.memberCount > 1 && !choosesOwner && <p class="notice grow">{texts.ownerLeaves}</p>}
          {shown.group.memberCount > 1 && (
            <button type="button" aria-pressed={isChoosing} onClick={() => setChoosing(!isChoosing)}>
              {texts.handOver}
            </button>
          )}
          <button type="button" onClick={askToDissolve}>
            {texts.dissolve}
          </button>
        </footer>
      )}
      <p class="error" role="alert">
        {failed}
      </p>
    </Dialog>
  );
}

/** What may be changed of a member. */
function changesOf(
  member: Member,
  { appoint }: Rights,
  texts: Texts,
  onChange: (changed: Member) => void,
): readonly MenuItem[] {
  const { role, muted } = member;
  const isAdmin = role === "admin";
  return [
    ...(appoint
      ? [
          {
            label: isAdmin ? texts.endAdmin : texts.makeAdmin,
            onSelect: () => onChange({ ...member, role: isAdmin ? "member" : "admin" }),
          },
        ]
      : []),
    {
      label: muted ? texts.unmuteMember : texts.muteMember,
      onSelect: () => onChange({ ...member, muted: !muted }),
    },
  ];
}

/** The role of a member, if they have one, and whether they may not speak. */
function Standing({ member: { role, muted } }: { readonly member: Member }) {
  const texts = useTexts();
  return (
    <>
      {role !== "member" && <span class="notice">{role === "owner" ? texts.owner : texts.admin}</span>}
      {muted && <span class="notice">{texts.mutedMember}</span>}
    </>
  );
}

function Rename({ name: now, onRename }: { readonly name: string; readonly onRename: (name: string) => void }) {
  const texts = useTexts();
  const [name, setName] = useState(now);
  return (
    <form
      class="fields row"
      onSubmit={(event) => {
        event.preventDefault();
        onRename(name.trim());
      }}
    >
      <input
        aria-label={texts.groupName}
        required
        maxLength={256}
        value={name}
        onInput={(event) => setName(event.currentTarget.value)}
      />
      <button type="submit" disabled={name.trim() === now}>
        {texts.rename}
      </button>
    </form>
  );
}

interface AddProps {
  readonly chat: Chat;
  /** Who is in the group already. */
  readonly present: readonly string[];
  readonly onAdd: (members: readonly string[]) => Promise<void>;
}

function Add({ chat, present, onAdd }: AddProps) {
  const texts = useTexts();
  const id = useId();
  const [added, setAdded] = useState(NO_CHOICE);
  const [failed, setFailed] = useState("");
  const add = async () => {
    try {
      const { ids, fault } = await checkedIds(chat, added, texts, failed);
      setFailed(fault);
      if (!fault) {
        await onAdd(ids);
        setAdded(NO_CHOICE);
      }
    } catch (e) {
      setFailed(texts.groupFailed(reason(e, texts)));
    }
  };
  return (
    <form
      class="fields row"
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      <PeopleField
        chat={chat}
        id={id}
        label={texts.addMembers}
        hint={texts.membersHint}
        without={present}
        choice={added}
        onChoice={setAdded}
      />
      <button type="submit">{texts.add}</button>
      {failed && (
        <p class="error" role="alert">
          {failed}
        </p>
      )}
    </form>
  );
}
