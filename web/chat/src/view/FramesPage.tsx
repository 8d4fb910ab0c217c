import { useEffect, useRef, useState } from "preact/hooks";
import type { Chat } from "../model/chat.ts";
import type { LoggedFrame } from "../model/frames.ts";
import { goHome } from "../model/route.ts";
import { type Language, useTexts } from "../texts/index.ts";
import { BackIcon } from "./icons.tsx";

const PREVIEW = 300;

/** The decoded frames between this page and the server. */
export function FramesPage({ chat, language }: { readonly chat: Chat; readonly language: Language }) {
  const texts = useTexts();
  const [filter, setFilter] = useState("");
  const [, draw] = useState(0);
  const end = useRef<HTMLDivElement>(null);
  const { frames } = chat;
  const listed = frames.list(filter);
  const newest = listed.at(-1)?.id;
  // biome-ignore lint/correctness/useExhaustiveDependencies: follows the newest frame
  useEffect(() => end.current?.scrollIntoView({ block: "end" }), [newest]);

  return (
    <section class="frames" aria-label={texts.framesPage}>
      <header>
        <button type="button" class="quiet back" aria-label={texts.back} onClick={goHome}>
          <BackIcon />
        </button>
        <div class="grow">
          <h2>{texts.framesPage}</h2>
          <p>{texts.framesHint}</p>
        </div>
        <input
          type="search"
          placeholder={texts.framesFilter}
          aria-label={texts.framesFilter}
          value={filter}
          onInput={(event) => setFilter(event.currentTarget.value)}
        />
        <button
          type="button"
          aria-pressed={frames.paused}
          onClick={() => {
            frames.paused = !frames.paused;
            draw((n) => n + 1);
          }}
        >
          {frames.paused ? texts.framesResume : texts.framesPause}
        </button>
        <button
          type="button"
          onClick={() => {
            frames.clear();
            draw((n) => n + 1);
          }}
        >
          {texts.framesClear}
        </button>
      </header>
      <div class="scroll">
        {listed.length === 0 && <p class="empty">{texts.framesNone}</p>}
        {listed.map((frame) => (
          <Row key={frame.id} frame={frame} language={language} />
        ))}
        <div ref={end} />
      </div>
    </section>
  );
}

function Row({ frame, language }: { readonly frame: LoggedFrame; readonly language: Language }) {
  const texts = useTexts();
  const [open, setOpen] = useState(false);
  const { time, direction, command, name, size, header, text } = frame;
  const clock = new Intl.DateTimeFormat(language, { timeStyle: "medium", hourCycle: "h23" }).format(time);
  return (
    <details class={direction} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <time>{clock}</time>
        <span class="direction">{direction === "in" ? `← ${texts.framesIn}` : `→ ${texts.framesOut}`}</span>
        <b>{command}</b>
        <span class="name">{name ?? texts.framesUnknown}</span>
        <code>{text.slice(0, PREVIEW)}</code>
        <span class="size">{texts.bytes(size)}</span>
      </summary>
      {open && (
        <pre>
          {header ? `${header}\n` : ""}
          {JSON.stringify(JSON.parse(text || "null"), null, 2)}
        </pre>
      )}
    </details>
  );
}
