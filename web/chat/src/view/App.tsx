import { useCallback, useEffect, useState } from "preact/hooks";
import { Archive, forgetArchive } from "../model/archive.ts";
import { Chat } from "../model/chat.ts";
import { keptServerInfo, loadServerInfo, type ServerInfo } from "../model/config.ts";
import { openStore } from "../model/content.ts";
import { takeDevice } from "../model/device.ts";
import {
  forgetOthers,
  forgetSignIn,
  loadLanguage,
  loadNotify,
  loadSignIn,
  type SignIn,
  saveLanguage,
  saveSignIn,
  staysSignedIn,
} from "../model/prefs.ts";
import { goTo, isSecondWindow } from "../model/route.ts";
import { type Language, LanguageContext, textsOf } from "../texts/index.ts";
import { Desk } from "./Desk.tsx";
import { SignInPage } from "./SignInPage.tsx";

const ASK_AGAIN = 1_000;

async function startChat(info: ServerInfo, signIn: SignIn): Promise<Chat> {
  const imei = await takeDevice(signIn.appId, signIn.user);
  const store = await openStore(signIn.appId, signIn.user, imei);
  const archive = staysSignedIn(signIn) ? await Archive.open(signIn.appId, signIn.user) : Archive.none();
  const chat = new Chat({
    signIn,
    url: info.url,
    imei,
    store,
    archive,
    texts: () => textsOf(loadLanguage()),
    notify: loadNotify,
    goTo,
  });
  await chat.client.start();
  return chat;
}

function isSame(a: ServerInfo | undefined, b: ServerInfo): boolean {
  return a?.url === b.url && a.openLogin === b.openLogin;
}

/** The whole page: the sign-in, or the desk of the signed-in user. */
export function App() {
  const [language, setLanguage] = useState<Language>(loadLanguage);
  const [signIn, setSignIn] = useState(() => loadSignIn(isSecondWindow()));
  // Who is signed in need not wait for the server to read what is kept.
  const [info, setInfo] = useState<ServerInfo | undefined>(() => (signIn ? keptServerInfo() : undefined));
  const [chat, setChat] = useState<Chat>();
  const [refused, setRefused] = useState("");

  useEffect(() => {
    document.documentElement.lang = language;
    saveLanguage(language);
  }, [language]);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const tell = (told: ServerInfo) => setInfo((before) => (isSame(before, told) ? before : told));
    const ask = () => {
      loadServerInfo().then(tell, () => {
        timer = setTimeout(ask, ASK_AGAIN);
      });
    };
    ask();
    return () => clearTimeout(timer);
  }, []);

  useEffect(() => {
    if (!info || !signIn) {
      return undefined;
    }
    let gone = false;
    let started: Chat | undefined;
    void startChat(info, signIn).then((made) => {
      started = made;
      if (gone) {
        made.close();
      } else {
        setChat(made);
      }
    });
    return () => {
      gone = true;
      started?.close();
      setChat(undefined);
    };
  }, [info, signIn]);

  const leave = useCallback((why: string) => {
    const before = loadSignIn(isSecondWindow());
    if (before) {
      forgetArchive(before.appId, before.user);
      forgetOthers(before);
    }
    forgetSignIn();
    setRefused(why);
    setSignIn(undefined);
    document.title = "Whale Shark";
  }, []);

  return (
    <LanguageContext.Provider value={language}>
      {signIn && chat ? (
        <Desk
          chat={chat}
          language={language}
          setLanguage={setLanguage}
          onSignOut={() => leave("")}
          onRefused={leave}
          onUseHere={() => setSignIn({ ...signIn })}
        />
      ) : (
        <SignInPage
          info={info}
          signingIn={signIn !== undefined}
          refused={refused}
          language={language}
          setLanguage={setLanguage}
          onSignIn={(who, stay) => {
            saveSignIn(who, stay);
            setRefused("");
            setSignIn(who);
          }}
        />
      )}
    </LanguageContext.Provider>
  );
}
