/** 猜您想问: questions to begin with, one tap away. */

import { useWords } from "../words";
import "./Suggestions.css";

export interface Suggestion {
  /** What the customer reads. */
  label: string;
  /** What is asked: the bot understands Chinese, whatever the window speaks. */
  question: string;
}

export function Suggestions({ items, ask }: { items: readonly Suggestion[]; ask(question: string): void }) {
  const { t } = useWords();
  if (!items.length) return null;
  return (
    <section className="xh-suggestions" aria-label={t("chat.suggestions")}>
      <p>{t("chat.suggestions")}</p>
      <ul>
        {items.map(({ label, question }) => (
          <li key={label}>
            <button type="button" onClick={() => ask(question)}>
              {label}
              {question !== label && (
                <span lang="zh-CN" className="xh-suggestion-asked">
                  {question}
                </span>
              )}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
