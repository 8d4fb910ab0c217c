// What a message says, of every kind. Nothing of it is fetched, and what its sender claims is shown as a claim.

import { type BodyContent, type ChatMessage, type Json, type Peer, type ReplyTo, readBody } from "@whaleshark/client";
import { Fragment } from "preact";
import type { Chat } from "../model/chat.ts";
import { fieldsOf, isLeaf, lineOf } from "../model/content.ts";
import { answerIn } from "../model/replies.ts";
import { visibleName, visibleText } from "../model/visible.ts";
import { type Texts, useTexts } from "../texts/index.ts";
import { ForwardIcon } from "./icons.tsx";
import { Name, tinted } from "./parts.tsx";
import { Text } from "./Text.tsx";

const BYTES_IN_KILOBYTE = 1_000;

interface Props {
  readonly chat: Chat;
  readonly peer: Peer;
  readonly body: Json;
  /** The message's own; undefined if it is not sent yet. */
  readonly sequence?: number;
  /** The message that this one answers, if it is loaded. */
  readonly answered: ChatMessage | undefined;
}

/**
 * The message that a body answers, if it is loaded.
 *
 * @param sequence the message's own; undefined if it is not sent yet
 */
export function answeredBy(chat: Chat, peer: Peer, body: Json, sequence?: number): ChatMessage | undefined {
  const answer = answerIn(body, sequence);
  return answer && chat.visits.loaded(peer, answer.messageSequence);
}

/** What a message says. */
export function Body({ chat, peer, body, sequence, answered }: Props) {
  const texts = useTexts();
  const { content, text, mentions, forwardedFrom } = readBody(body);
  const replyTo = answerIn(body, sequence);
  return (
    <>
      {forwardedFrom !== undefined && (
        <span class="forwarded">
          <ForwardIcon />
          <span>{texts.forwardedFrom(visibleName(chat.names.of(forwardedFrom, peer)))}</span>
        </span>
      )}
      {replyTo && (
        <Answered
          chat={chat}
          peer={peer}
          reply={replyTo}
          answered={answered}
          onOpen={() => chat.toMessage(peer, replyTo.messageSequence, sequence)}
        />
      )}
      <Content
        content={content}
        text={text}
        mentions={mentions}
        user={chat.user}
        nameOf={(user) => chat.names.of(user, peer)}
      />
    </>
  );
}

interface ContentProps {
  readonly content: BodyContent;
  readonly text: string;
  readonly mentions: readonly string[];
  readonly user: string;
  readonly nameOf: (user: string) => string;
}

function Content({ content, text, ...told }: ContentProps) {
  const texts = useTexts();
  switch (content.kind) {
    case "text":
      return text.trim() ? <Text text={text} {...told} /> : <Nothing />;
    case "system":
      return (
        <span class="from-program" title={texts.fromProgram}>
          {text.trim() ? <Text text={text} {...told} /> : <Nothing />}
        </span>
      );
    case "card":
      return <Card {...content} text={text} />;
    case "file":
    case "image":
      return <Attachment {...content} text={text} />;
    case "unknown":
      return (
        <>
          {!text.trim() && <span class="text none">{texts.unknownKind(visibleName(content.name))}</span>}
          {text.trim() ? <Text text={text} {...told} /> : <Fields json={content.json} />}
        </>
      );
    case "foreign":
      return isLeaf(content.json) ? <Text text={String(content.json)} /> : <Fields json={content.json} />;
  }
}

function Nothing() {
  return <span class="text none">{useTexts().emptyMessage}</span>;
}

/** JSON of another program. */
function Fields({ json }: { readonly json: Json }) {
  const fields = fieldsOf(json);
  return fields.length > 0 ? <List fields={fields} /> : <Nothing />;
}

function List({ fields }: { readonly fields: readonly (readonly [name: string, value: string])[] }) {
  return (
    <dl class="text fields">
      {fields.map(([name, value], i) => (
        <Fragment key={i}>
          <dt>
            <Name of={name} />
          </dt>
          <dd dir="auto">{visibleText(value)}</dd>
        </Fragment>
      ))}
    </dl>
  );
}

type CardContent = Extract<BodyContent, { kind: "card" }>;
type FileContent = Extract<BodyContent, { kind: "file" | "image" }>;

function Card({ title, url, fields, text }: Omit<CardContent, "kind"> & { readonly text: string }) {
  return (
    <div class="card">
      <strong dir="auto">{visibleText(title)}</strong>
      {text !== title && text.trim() && <Text text={text} />}
      {fields.length > 0 && <List fields={fields.map(({ name, value }) => [name, value])} />}
      {url !== undefined && <Link url={url} name={url} />}
    </div>
  );
}

function Attachment({ kind, name, url, sizeBytes, text }: FileContent & { readonly text: string }) {
  const texts = useTexts();
  return (
    <div class="card">
      <span>
        <span class="notice">{kind === "image" ? texts.image : texts.file}</span>{" "}
        <Link url={url} name={visibleName(name)} />
        {sizeBytes !== undefined && <span class="notice"> {sizeOf(sizeBytes, texts)}</span>}
      </span>
      <span class="notice">{hostOf(url)}</span>
      {text !== name && text.trim() && <Text text={text} />}
    </div>
  );
}

function Link({ url, name }: { readonly url: string; readonly name: string }) {
  return (
    <a href={url} target="_blank" rel="noopener noreferrer">
      <bdi>{name}</bdi>
    </a>
  );
}

/** Where a link leads, since its name may say anything. */
function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}

function sizeOf(bytes: number, texts: Texts): string {
  return bytes < BYTES_IN_KILOBYTE ? texts.bytes(bytes) : texts.kilobytes(Math.round(bytes / BYTES_IN_KILOBYTE));
}

interface AnsweredProps {
  readonly chat: Chat;
  readonly peer: Peer;
  readonly reply: ReplyTo;
  readonly answered: ChatMessage | undefined;
  readonly onOpen: () => void;
}

/** The message that another one answers: itself if it is loaded, and otherwise what the answer says of it. */
function Answered({ chat, peer, reply, answered, onOpen }: AnsweredProps) {
  const texts = useTexts();
  const fromId = answered?.fromId ?? reply.fromId;
  return (
    <button
      type="button"
      class="answered"
      tabIndex={-1}
      title={texts.toAnswered(authorOf(chat, peer, fromId, texts))}
      onClick={onOpen}
    >
      <AnsweredLine
        chat={chat}
        peer={peer}
        fromId={fromId}
        text={textOfAnswered(reply, answered)}
        isRecalled={answered?.recalled}
      />
    </button>
  );
}

function textOfAnswered(reply: ReplyTo, answered: ChatMessage | undefined): string {
  return answered ? lineOf(answered.messageBody) : lineOf(reply.text);
}

/** What the author of a message is called. */
export function authorOf(chat: Chat, peer: Peer, fromId: string, texts: Texts): string {
  return fromId === chat.user ? texts.you : visibleName(chat.names.of(fromId, peer));
}

/** What stands in the place of a recalled message. In a group, its author need not be who recalled it. */
export function recalledLine(peer: Peer, own: boolean, author: () => string, texts: Texts): string {
  if (peer.kind === "group") {
    return own ? texts.ownRecalled : texts.recalledOf(author());
  }
  return own ? texts.recalledByYou : texts.recalledBy(author());
}

/** Author and beginning of a message that is answered. */
export function AnsweredLine(props: {
  readonly chat: Chat;
  readonly peer: Peer;
  readonly fromId: string;
  readonly text: string;
  readonly isRecalled?: boolean | undefined;
}) {
  const { chat, peer, fromId, text, isRecalled } = props;
  const texts = useTexts();
  return (
    <>
      <b class="author" style={tinted(chat.names.colour(fromId, peer))}>
        <bdi>{authorOf(chat, peer, fromId, texts)}</bdi>
      </b>
      <span class={isRecalled ? "line none" : "line"} dir="auto">
        {isRecalled ? texts.answeredRecalled : visibleText(text) || texts.emptyMessage}
      </span>
    </>
  );
}
