import { useId, useState } from "preact/hooks";
import type { Chat } from "../model/chat.ts";
import { Notifier } from "../model/notifier.ts";
import { applyTheme, loadNotify, loadTheme, saveNotify, saveTheme, type Theme } from "../model/prefs.ts";
import { goToFrames } from "../model/route.ts";
import { LANGUAGES, type Language, useTexts } from "../texts/index.ts";
import { Dialog } from "./parts.tsx";
import { ReceiptsSwitch } from "./ReceiptsSwitch.tsx";

export function SettingsDialog(props: {
  readonly chat: Chat;
  readonly language: Language;
  readonly setLanguage: (language: Language) => void;
  readonly onSignOut: () => void;
  readonly onClose: () => void;
}) {
  const { chat, language, setLanguage, onSignOut, onClose } = props;
  const texts = useTexts();
  const id = useId();
  const [theme, setTheme] = useState(loadTheme);
  const [notify, setNotify] = useState(loadNotify);
  const [denied, setDenied] = useState(Notifier.denied);

  const chooseNotify = async (on: boolean) => {
    const allowed = on && (await Notifier.ask());
    setDenied(on && !allowed);
    setNotify(allowed);
    saveNotify(allowed);
  };
  const showFrames = () => {
    onClose();
    goToFrames();
  };
  return (
    <Dialog title={texts.settings} onClose={onClose}>
      <div class="fields">
        <label for={`${id}theme`}>{texts.theme}</label>
        <select
          id={`${id}theme`}
          value={theme}
          onChange={(event) => {
            const chosen = event.currentTarget.value as Theme;
            setTheme(chosen);
            saveTheme(chosen);
            applyTheme(chosen);
          }}
        >
          <option value="auto">{texts.themeAuto}</option>
          <option value="light">{texts.themeLight}</option>
          <option value="dark">{texts.themeDark}</option>
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
        {Notifier.supported && (
          <>
            <label for={`${id}notify`}>{texts.notifications}</label>
            <select
              id={`${id}notify`}
              value={notify ? "on" : "off"}
              onChange={(event) => void chooseNotify(event.currentTarget.value === "on")}
            >
              <option value="off">{texts.notificationsOff}</option>
              <option value="on">{texts.notificationsOn}</option>
            </select>
          </>
        )}
        {denied && <p class="notice">{texts.notificationsDenied}</p>}
        <ReceiptsSwitch key={chat.receiptsVersion} chat={chat} />
      </div>
      <footer>
        <button type="button" onClick={showFrames}>
          {texts.framesPage}
        </button>
        <button type="button" onClick={onSignOut}>
          {texts.signOut}
        </button>
      </footer>
    </Dialog>
  );
}
