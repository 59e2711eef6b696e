/** Where the customer types. Enter sends, Shift and Enter begin a line; neither while an input method composes. */

import { forwardRef, useImperativeHandle, useLayoutEffect, useRef, useState, type KeyboardEvent } from "react";
import { useWords } from "../words";
import "./Composer.css";

export const LONGEST = 2000;
const NEAR_THE_END = 100;
const TALLEST = 132;

export interface ComposerHandle {
  focus(): void;
  /** Put a text back to be changed; what is already typed stays, below it. */
  put(text: string): void;
}

export const Composer = forwardRef<ComposerHandle, { send(text: string): void }>(function Composer({ send }, handle) {
  const { t } = useWords();
  const [text, setText] = useState("");
  const input = useRef<HTMLTextAreaElement>(null);
  const composed = useRef(0);
  const left = LONGEST - Array.from(text.trim()).length;
  const ready = text.trim() !== "" && left >= 0;
  useHeight(input, text);
  useImperativeHandle(handle, () => ({
    focus: () => input.current?.focus(),
    put: (back) => {
      setText((typed) => (typed.trim() ? `${back}\n${typed}` : back));
      input.current?.focus();
    },
  }));

  const submit = () => {
    if (!ready) return;
    send(text.trim());
    setText("");
    input.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.shiftKey) return;
    // Safari ends the composition before the key that ended it, so that moment counts too.
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- 229 is all that older keyboards say
    const composing = event.nativeEvent.isComposing || event.keyCode === 229 || event.timeStamp - composed.current < 50;
    if (composing) return;
    event.preventDefault();
    submit();
  };

  return (
    <form
      className="xh-composer"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <textarea
        ref={input}
        rows={1}
        value={text}
        aria-label={t("composer.label")}
        aria-describedby="xh-composer-left"
        aria-invalid={left < 0}
        placeholder={t("composer.placeholder")}
        enterKeyHint="send"
        autoComplete="off"
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
        onCompositionEnd={(event) => (composed.current = event.timeStamp)}
      />
      <button type="submit" disabled={!ready}>
        {t("composer.send")}
      </button>
      <p id="xh-composer-left" className="xh-composer-left" role="status" data-over={left < 0}>
        {left < 0 ? t("composer.over", { count: -left }) : left <= NEAR_THE_END ? t("composer.left", { count: left }) : ""}
      </p>
    </form>
  );
});

/** As tall as what is in it, up to some lines. */
function useHeight(input: React.RefObject<HTMLTextAreaElement>, text: string): void {
  useLayoutEffect(() => {
    const element = input.current;
    if (!element) return;
    element.style.height = "auto";
    if (element.scrollHeight) element.style.height = `${Math.min(TALLEST, element.scrollHeight + 2)}px`;
  }, [input, text]);
}
