import type { ReceiptsState } from "@whaleshark/client";
import { useEffect, useId, useState } from "preact/hooks";
import type { Chat } from "../model/chat.ts";
import { reason } from "../model/reason.ts";
import { useTexts } from "../texts/index.ts";

/** Whether others see how far the user has read. Nothing where the app leaves its users no choice, or does not say. */
export function ReceiptsSwitch({ chat }: { readonly chat: Chat }) {
  const texts = useTexts();
  const id = useId();
  const [state, setState] = useState<ReceiptsState>();
  const [failed, setFailed] = useState("");

  useEffect(() => {
    void chat.client.receipts.state().then(setState, () => setState(undefined));
  }, [chat]);

  const choose = async (on: boolean) => {
    setFailed("");
    try {
      setState(await chat.client.receipts.set(on));
    } catch (e) {
      setFailed(texts.failed(reason(e, texts)));
    }
  };
  if (!state?.changeable) {
    return null;
  }
  const hint = state.othersShown ? texts.receiptsOffHint : texts.receiptsHiddenHint;
  return (
    <>
      <label for={`${id}receipts`}>{texts.receipts}</label>
      <select
        id={`${id}receipts`}
        value={state.receiptsOn ? "on" : "off"}
        onChange={(event) => void choose(event.currentTarget.value === "on")}
      >
        <option value="on">{texts.receiptsOn}</option>
        <option value="off">{texts.receiptsOff}</option>
      </select>
      {!state.receiptsOn && <p class="notice">{hint}</p>}
      {failed && (
        <p class="notice" role="alert">
          {failed}
        </p>
      )}
    </>
  );
}
