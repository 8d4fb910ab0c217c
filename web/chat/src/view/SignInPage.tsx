import { useEffect, useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { ServerInfo } from "../model/config.ts";
import { loadLastUser, type SignIn } from "../model/prefs.ts";
import { isSecondWindow } from "../model/route.ts";
import { LANGUAGES, type Language, useTexts } from "../texts/index.ts";
import { Logo } from "./icons.tsx";

const DEFAULT_APP = 10001;
const APP_AT_MOST = 2 ** 31 - 1;

export function SignInPage(props: {
  readonly info: ServerInfo | undefined;
  readonly signingIn: boolean;
  readonly refused: string;
  readonly language: Language;
  readonly setLanguage: (language: Language) => void;
  readonly onSignIn: (who: SignIn, stay: boolean) => void;
}) {
  const { info, signingIn, refused, language, setLanguage, onSignIn } = props;
  const texts = useTexts();
  const id = useId();
  const [user, setUser] = useState(() => (isSecondWindow() ? "" : loadLastUser()));
  const [token, setToken] = useState("");
  const [wantsToken, setWantsToken] = useState(false);
  const [stay, setStay] = useState(false);
  const [appId, setAppId] = useState(DEFAULT_APP);
  const [binary, setBinary] = useState(false);
  const [isWaiting, setWaiting] = useState(false);
  const first = useRef<HTMLInputElement>(null);
  const withToken = wantsToken || info?.openLogin === false;
  const signIn = () => onSignIn({ appId, user: user.trim(), token: withToken ? token.trim() : "", binary }, stay);

  useLayoutEffect(() => first.current?.focus(), []);
  // If the user was quicker than the server, signs in on its answer, unless a token is required and missing.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the server has answered
  useEffect(() => {
    if (info && isWaiting) {
      setWaiting(false);
      if (!withToken || token.trim()) {
        signIn();
      }
    }
  }, [info]);

  return (
    <main class="sign-in">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (info) {
            signIn();
          } else {
            setWaiting(true);
          }
        }}
      >
        <Logo size={56} />
        <h1>{texts.appName}</h1>
        <p class="tagline">{texts.tagline}</p>
        <label for={`${id}user`}>{texts.userName}</label>
        <input
          id={`${id}user`}
          name="user"
          autocomplete="username"
          autocapitalize="none"
          spellcheck={false}
          maxLength={128}
          required
          ref={first}
          autofocus
          value={user}
          onInput={(event) => setUser(event.currentTarget.value)}
        />
        {withToken && (
          <>
            <label for={`${id}token`}>{texts.token}</label>
            <input
              id={`${id}token`}
              name="token"
              type="password"
              autocomplete="off"
              maxLength={8192}
              required
              value={token}
              onInput={(event) => setToken(event.currentTarget.value)}
            />
          </>
        )}
        <label class="check">
          <input type="checkbox" checked={stay} onChange={(event) => setStay(event.currentTarget.checked)} />
          {texts.staySignedIn}
        </label>
        <button type="submit" class="primary" disabled={signingIn || isWaiting}>
          {signingIn || isWaiting ? texts.signingIn : texts.signIn}
        </button>
        <p class="error" role="alert">
          {refused}
        </p>
        <output class="notice">{info ? (info.openLogin ? texts.openLogin : texts.tokenNeeded) : texts.noServer}</output>
        <details>
          <summary>{texts.moreOptions}</summary>
          {info?.openLogin && (
            <label class="check">
              <input
                type="checkbox"
                checked={wantsToken}
                onChange={(event) => setWantsToken(event.currentTarget.checked)}
              />
              {texts.useToken}
            </label>
          )}
          <label for={`${id}app`}>{texts.appId}</label>
          <input
            id={`${id}app`}
            type="number"
            min={0}
            max={APP_AT_MOST}
            required
            value={appId}
            onInput={(event) => setAppId(event.currentTarget.valueAsNumber || 0)}
          />
          <label for={`${id}frames`}>{texts.frames}</label>
          <select
            id={`${id}frames`}
            value={binary ? "binary" : "text"}
            onChange={(event) => setBinary(event.currentTarget.value === "binary")}
          >
            <option value="text">{texts.framesText}</option>
            <option value="binary">{texts.framesBinary}</option>
          </select>
          <label for={`${id}language`}>{texts.language}</label>
          <select
            id={`${id}language`}
            value={language}
            onChange={(event) => setLanguage(event.currentTarget.value as Language)}
          >
            {Object.entries(LANGUAGES).map(([key, name]) => (
              <option key={key} value={key}>
                {name}
              </option>
            ))}
          </select>
        </details>
      </form>
    </main>
  );
}
