/** What is left when a component fails: a sentence and a way back in. */

import { Component, type ReactNode } from "react";
import { useWords } from "../words";
import "./ErrorBoundary.css";

interface Props {
  children: ReactNode;
  reload?: () => void;
}

export class ErrorBoundary extends Component<Props, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    return this.state.failed ? <Failure reload={this.props.reload ?? (() => location.reload())} /> : this.props.children;
  }
}

function Failure({ reload }: { reload(): void }) {
  const { t } = useWords();
  return (
    <div className="xh-failure" role="alert">
      <p>{t("trouble.broken")}</p>
      <button type="button" className="xh-button xh-button-first" onClick={reload}>
        {t("trouble.reload")}
      </button>
    </div>
  );
}
