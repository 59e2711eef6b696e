/** For a visitor who asks about an account: the host page logs people in, never the chat. */

import { CardFrame } from "../../parts/CardFrame/CardFrame";
import type { CardProps } from "../types";

export function Login({ t, actions, elder }: CardProps<"login">) {
  return (
    <CardFrame kind="login" title={t("card.login.title")} icon="person">
      {!elder && <p className="xh-note">{t("card.login.why")}</p>}
      <button type="button" className="xh-action" onClick={() => actions.login()}>
        {t("card.login.go")}
      </button>
    </CardFrame>
  );
}
