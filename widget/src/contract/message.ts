/** What the gateway says, word for word as its OpenAPI description has it. */

import type { Card } from "../cards/types";

export type Role = "user" | "bot" | "agent" | "system";

export interface Button {
  id: string;
  title: string;
}

/** One message of a conversation; `seq` counts 1, 2, 3… without gaps. */
export interface Message {
  seq: number;
  id: string;
  role: Role;
  type: "text" | "card";
  text: string;
  buttons: Button[];
  card: Card | null;
  created_at: string;
}
