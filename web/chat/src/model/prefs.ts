// The chat's data in this browser besides messages: settings, the signed-in user, drafts.

import { type Json, type Peer, peerKey, type ReplyTo, readBody } from "@whaleshark/client";
import { isRecord } from "../../../client/src/schema.ts";
import { browserLanguage, LANGUAGES, type Language } from "../texts/index.ts";
import type { BegunEdit, EditsStore } from "./edits.ts";
import type { Mentioned, MentionsStore } from "./mentions.ts";

export type Theme = "auto" | "light" | "dark";

/** The user who signs in, and the credentials. */
export interface SignIn {
  readonly appId: number;
  readonly user: string;
  readonly token: string;
  readonly binary: boolean;
}

const THEME = "whaleshark.theme";
const LANGUAGE = "whaleshark.language";
const NOTIFY = "whaleshark.notify";
const SIGNED_IN = "whaleshark.signed-in";
const LAST_USER = "whaleshark.last-user";

/** Browsers may refuse storage; the data then lasts as long as the page. */
function read(storage: () => Storage, key: string): string | null {
  try {
    return storage().getItem(key);
  } catch {
    return null;
  }
}

function write(storage: () => Storage, key: string, value: string | undefined): void {
  try {
    if (value === undefined) {
      storage().removeItem(key);
    } else {
      storage().setItem(key, value);
    }
  } catch {
    // There is no storage.
  }
}

const browser = () => localStorage;
const tab = () => sessionStorage;

export function loadTheme(): Theme {
  const theme = read(browser, THEME);
  return theme === "light" || theme === "dark" ? theme : "auto";
}

export function saveTheme(theme: Theme): void {
  write(browser, THEME, theme === "auto" ? undefined : theme);
}

export function applyTheme(theme: Theme): void {
  document.documentElement.dataset.theme = theme;
}

export function loadLanguage(): Language {
  const language = read(browser, LANGUAGE);
  return language && language in LANGUAGES ? (language as Language) : browserLanguage();
}

export function saveLanguage(language: Language): void {
  write(browser, LANGUAGE, language);
}

export function loadNotify(): boolean {
  return read(browser, NOTIFY) === "on";
}

export function saveNotify(on: boolean): void {
  write(browser, NOTIFY, on ? "on" : undefined);
}

/**
 * The signed-in user: of this tab, or of this browser if the user chose to stay signed in.
 *
 * @param isSecond whether this window is for somebody else than the user of this browser
 */
export function loadSignIn(isSecond = false): SignIn | undefined {
  return signInOf(tab) ?? (isSecond ? undefined : signInOf(browser));
}

function signInOf(storage: () => Storage): SignIn | undefined {
  try {
    const { appId, user, token, binary } = JSON.parse(read(storage, SIGNED_IN) ?? "") as Partial<SignIn>;
    return typeof appId === "number" && typeof user === "string"
      ? { appId, user, token: String(token ?? ""), binary: binary === true }
      : undefined;
  } catch {
    return undefined;
  }
}

export function saveSignIn(signIn: SignIn, stay: boolean): void {
  const kept = JSON.stringify(signIn);
  write(tab, SIGNED_IN, kept);
  if (stay) {
    write(browser, SIGNED_IN, kept);
  }
  write(browser, LAST_USER, signIn.user);
}

/** Whether this user is to stay signed in on this browser, which then may keep more than this tab does. */
export function staysSignedIn(signIn: SignIn): boolean {
  return read(browser, SIGNED_IN) === JSON.stringify(signIn);
}

/** Signs out the user of this tab, who may be another one than the user of this browser. */
export function forgetSignIn(): void {
  const [here, stays] = [signInOf(tab), signInOf(browser)];
  write(tab, SIGNED_IN, undefined);
  if (!here || (here.appId === stays?.appId && here.user === stays.user)) {
    write(browser, SIGNED_IN, undefined);
  }
}

export function loadLastUser(): string {
  return read(browser, LAST_USER) ?? "";
}

function typedKey({ appId, user }: SignIn, peer: Peer): string {
  return `whaleshark.typed.${appId}.${user}.${peerKey(peer)}`;
}

function replyKey({ appId, user }: SignIn, peer: Peer): string {
  return `whaleshark.reply.${appId}.${user}.${peerKey(peer)}`;
}

/** The message that the draft of a conversation answers. */
export function loadReply(signIn: SignIn, peer: Peer): ReplyTo | undefined {
  return readBody({ kind: "text", text: "", replyTo: parsed(read(browser, replyKey(signIn, peer))) as Json }).replyTo;
}

export function saveReply(signIn: SignIn, peer: Peer, reply: ReplyTo | undefined): void {
  write(browser, replyKey(signIn, peer), reply && JSON.stringify(reply));
}

function editKey({ appId, user }: SignIn, peer: Peer): string {
  return `whaleshark.edit.${appId}.${user}.${peerKey(peer)}`;
}

/** The edits that were begun, in this tab: another one may edit another message. */
export function editsOf(signIn: SignIn): EditsStore {
  return {
    load: (peer) => editIn(editKey(signIn, peer)),
    save: (peer, edit) => write(tab, editKey(signIn, peer), edit && JSON.stringify(edit)),
  };
}

function editIn(key: string): BegunEdit | undefined {
  const kept = parsed(read(tab, key));
  const { sequence, messageBody, extra, typed } = isRecord(kept) ? kept : {};
  if (typeof sequence !== "number" || messageBody === undefined || typeof typed !== "string") {
    return undefined;
  }
  return { sequence, messageBody: messageBody as Json, ...(extra !== undefined && { extra: extra as Json }), typed };
}

function mentionsKey({ appId, user }: SignIn): string {
  return `whaleshark.mentions.${appId}.${user}`;
}

/** The messages that mention the user. */
export function mentionsOf(signIn: SignIn): MentionsStore {
  return {
    load: () => loadMentions(signIn),
    save: (mentioned) => write(browser, mentionsKey(signIn), JSON.stringify(mentioned)),
  };
}

function loadMentions(signIn: SignIn): Mentioned {
  const entries = Object.entries(Object(parsed(read(browser, mentionsKey(signIn)))));
  return Object.fromEntries(
    // An older page has kept one number.
    entries.map(([key, kept]) => [key, [kept].flat().filter((one): one is number => Number.isSafeInteger(one))]),
  );
}

/** Forgets what this browser keeps of others' words and of who has mentioned the user. */
export function forgetOthers(signIn: SignIn): void {
  const replies = `whaleshark.reply.${signIn.appId}.${signIn.user}.`;
  const edits = `whaleshark.edit.${signIn.appId}.${signIn.user}.`;
  write(browser, mentionsKey(signIn), undefined);
  try {
    for (const key of Object.keys(localStorage).filter((key) => key.startsWith(replies))) {
      localStorage.removeItem(key);
    }
    // What the user has typed stays, as drafts do, without what it answers.
    for (const key of Object.keys(sessionStorage).filter((key) => key.startsWith(edits))) {
      const edit = editIn(key);
      write(tab, key, edit && JSON.stringify({ ...edit, messageBody: withoutExcerpt(edit.messageBody) }));
    }
  } catch {
    // There is no storage.
  }
}

function withoutExcerpt(body: Json): Json {
  const { replyTo } = isRecord(body) ? body : {};
  return isRecord(replyTo) ? ({ ...Object(body), replyTo: { ...replyTo, text: "" } } as Json) : body;
}

function parsed(kept: string | null): unknown {
  try {
    return JSON.parse(kept ?? "null");
  } catch {
    return null;
  }
}

/** The draft of a conversation. */
export function loadTyped(signIn: SignIn, peer: Peer): string {
  return read(browser, typedKey(signIn, peer)) ?? "";
}

export function saveTyped(signIn: SignIn, peer: Peer, typed: string): void {
  write(browser, typedKey(signIn, peer), typed || undefined);
}
