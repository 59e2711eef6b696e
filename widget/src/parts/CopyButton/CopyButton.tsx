/** A button that copies a text and shows that it did; the chat says it aloud, and what to do when it failed. */

import { useEffect, useState } from "react";

import { Icon } from "../Icon/Icon";
import type { Translate } from "../../strings";

const SHOWN = 3000;

interface Props {
  text: string;
  label: string;
  t: Translate;
  copy(text: string): Promise<boolean>;
}

export function CopyButton({ text, label, t, copy }: Props) {
  const [isCopied, setCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return undefined;
    const timer = setTimeout(() => setCopied(false), SHOWN);
    return () => clearTimeout(timer);
  }, [isCopied]);
  return (
    <button type="button" className="xh-quiet" aria-label={label} onClick={() => void copy(text).then(setCopied)}>
      <Icon name={isCopied ? "done" : "copy"} />
      {isCopied ? t("part.copied") : t("part.copy")}
    </button>
  );
}
