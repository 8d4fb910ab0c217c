import { Fragment } from "preact";
import { useTexts } from "../texts/index.ts";
import { Dialog } from "./parts.tsx";

/** What every key does. */
export function KeysDialog({ onClose }: { readonly onClose: () => void }) {
  const texts = useTexts();
  return (
    <Dialog title={texts.keyboard} onClose={onClose}>
      <dl class="keys" tabIndex={0}>
        {texts.keys.map(([keys, meaning]) => (
          <Fragment key={keys}>
            <dt>
              <kbd>{keys}</kbd>
            </dt>
            <dd>{meaning}</dd>
          </Fragment>
        ))}
      </dl>
    </Dialog>
  );
}
