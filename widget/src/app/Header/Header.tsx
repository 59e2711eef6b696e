/** The window's head: whose window it is, elder mode, and the way out. */

import { useWords } from "../words";
import "./Header.css";

interface Props {
  elder: boolean;
  toggleElder(): void;
  /** Null where the window is a page of its own. */
  close: (() => void) | null;
}

export function Header({ elder, toggleElder, close }: Props) {
  const { t } = useWords();
  return (
    <header className="xh-header">
      <h1>{t("chat.title")}</h1>
      <button type="button" className="xh-elder" aria-pressed={elder} onClick={toggleElder}>
        {t(elder ? "chat.elder-off" : "chat.elder-on")}
      </button>
      {close && (
        <button type="button" className="xh-close" aria-label={t("chat.close")} title={t("chat.close")} onClick={close}>
          <svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true" fill="none" stroke="currentColor" strokeWidth="2.2" strokeLinecap="round">
            <path d="M6 6l12 12M18 6L6 18" />
          </svg>
        </button>
      )}
    </header>
  );
}
