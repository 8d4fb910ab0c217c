// What this browser keeps for the chat beside messages: settings, who is signed in, text being typed.

import { type Peer, peerKey } from "@whaleshark/client";
import { browserLanguage, LANGUAGES, type Language } from "../texts/index.ts";

export type Theme = "auto" | "light" | "dark";

/** Who signs in, and how. */
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

/** Browsers may refuse to keep anything; the chat then forgets with the page. */
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
    // Nothing is kept.
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

/** Who is signed in: in this tab, or in this browser if they chose to stay. */
export function loadSignIn(): SignIn | undefined {
  const kept = read(tab, SIGNED_IN) ?? read(browser, SIGNED_IN);
  try {
    const { appId, user, token, binary } = JSON.parse(kept ?? "") as Partial<SignIn>;
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

export function forgetSignIn(): void {
  write(tab, SIGNED_IN, undefined);
  write(browser, SIGNED_IN, undefined);
}

export function loadLastUser(): string {
  return read(browser, LAST_USER) ?? "";
}

function typedKey({ appId, user }: SignIn, peer: Peer): string {
  return `whaleshark.typed.${appId}.${user}.${peerKey(peer)}`;
}

/** The text being typed in a conversation. */
export function loadTyped(signIn: SignIn, peer: Peer): string {
  return read(browser, typedKey(signIn, peer)) ?? "";
}

export function saveTyped(signIn: SignIn, peer: Peer, typed: string): void {
  write(browser, typedKey(signIn, peer), typed || undefined);
}
