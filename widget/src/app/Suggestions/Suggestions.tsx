/** 猜您想问: questions to begin with, one tap away. */

import { useWords } from "../words";
import "./Suggestions.css";

export function Suggestions({ items, ask }: { items: readonly string[]; ask(question: string): void }) {
  const { t } = useWords();
  if (!items.length) return null;
  return (
    <section className="xh-suggestions" aria-label={t("chat.suggestions")}>
      <p>{t("chat.suggestions")}</p>
      <ul>
        {items.map((item) => (
          <li key={item}>
            <button type="button" onClick={() => ask(item)}>
              {item}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
