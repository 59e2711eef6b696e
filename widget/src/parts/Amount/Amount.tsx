/** An amount in yuan, from integer fen. */

import { money } from "../formats";
import type { Locale } from "../../strings";

export function Amount({ fen, locale }: { fen: number; locale: Locale }) {
  return (
    <data className="xh-amount" value={(fen / 100).toFixed(2)}>
      {money(fen, locale)}
    </data>
  );
}
