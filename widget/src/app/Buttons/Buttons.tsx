/** The answers on offer to a question, the way on first. */

import type { Button } from "../../contract/message";
import "./Buttons.css";

interface Props {
  buttons: readonly Button[];
  label: string;
  press(id: string, title: string): void;
}

export function Buttons({ buttons, label, press }: Props) {
  if (!buttons.length) return null;
  return (
    <div className="xh-buttons" role="group" aria-label={label}>
      {buttons.map(({ id, title }, index) => (
        <button key={id} type="button" className={index ? "xh-button" : "xh-button xh-button-first"} onClick={() => press(id, title)}>
          {title}
        </button>
      ))}
    </div>
  );
}
