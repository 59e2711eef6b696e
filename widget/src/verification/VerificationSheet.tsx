/** The verification page as a sheet over the chat: what is typed in its frame never reaches the chat's page. */

import { useEffect, useId, useRef } from "react";
import { createPortal } from "react-dom";

import type { VerificationSheetProps } from "../cards/types";
import { Icon } from "../parts/Icon/Icon";
import { pageAddress } from "./frame";
import { useFocusTrap } from "./useFocusTrap";
import { usePage, type Page } from "./usePage";
import "./VerificationSheet.css";

export function VerificationSheet(props: VerificationSheetProps) {
  const { url, opener, t, onClose } = props;
  const dialog = useRef<HTMLDivElement>(null);
  const close = useRef<HTMLButtonElement>(null);
  const title = useId();
  const page = usePage(props);
  useFocusTrap(dialog, opener);
  useEffect(() => close.current?.focus(), []);
  const turnBack = () => close.current?.focus();

  return createPortal(
    <div className="xh-veil">
      {/* The dialog hears Esc from anywhere in it; the page in the frame reports its own. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <div ref={dialog} className="xh-sheet" role="dialog" aria-modal="true" aria-labelledby={title} onKeyDown={(event) => event.key === "Escape" && onClose()}>
        <Sentinel onFocus={turnBack} />
        <header className="xh-sheet-head">
          <h2 id={title}>{t("sheet.title")}</h2>
          {page.needsWindow && <OutsideLink url={url} t={t} />}
          <button ref={close} type="button" className="xh-quiet" aria-label={t("sheet.close")} onClick={onClose}>
            <Icon name="close" />
          </button>
        </header>
        <div className="xh-sheet-body" aria-busy={page.phase === "loading"}>
          {page.phase === "loading" && (
            <p className="xh-sheet-state" role="status">
              {t("sheet.loading")}
            </p>
          )}
          {page.phase === "failed" ? <Failure url={url} t={t} retry={page.retry} /> : <PageFrame {...props} page={page} />}
        </div>
        <Sentinel onFocus={turnBack} />
      </div>
    </div>,
    document.body,
  );
}

function PageFrame({ url, t, page }: VerificationSheetProps & { page: Page }) {
  return (
    <iframe
      key={page.attempt}
      ref={page.frame}
      className="xh-sheet-page"
      data-phase={page.phase}
      title={t("sheet.title")}
      src={pageAddress(url) ?? undefined}
      sandbox="allow-scripts allow-forms allow-same-origin"
      referrerPolicy="no-referrer"
      onLoad={page.loaded}
    />
  );
}

function Failure({ url, t, retry }: Pick<VerificationSheetProps, "url" | "t"> & { retry(): void }) {
  return (
    <div className="xh-sheet-state">
      <p role="alert">{t("sheet.failed")}</p>
      <div className="xh-row">
        {pageAddress(url) !== null && (
          <button type="button" className="xh-action" onClick={retry}>
            {t("sheet.retry")}
          </button>
        )}
        <OutsideLink url={url} t={t} />
      </div>
    </div>
  );
}

function OutsideLink({ url, t }: Pick<VerificationSheetProps, "url" | "t">) {
  const address = pageAddress(url);
  if (address === null) return null;
  return (
    <a className="xh-quiet" href={address} target="_blank" rel="noopener noreferrer">
      {t("sheet.outside")}
    </a>
  );
}

// Beyond the last thing in the sheet, Tab comes to these, and begins anew. They are no controls of their own.
function Sentinel({ onFocus }: { onFocus(): void }) {
  // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
  return <span tabIndex={0} aria-hidden="true" data-sentinel onFocus={onFocus} />;
}
