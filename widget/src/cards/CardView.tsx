/** The component of every kind; what is unknown or incomplete is left to the message's text. */

import type { ComponentType, ReactNode } from "react";

import { Answer } from "./answer/Answer";
import { Choices } from "./choices/Choices";
import { Confirmation } from "./confirmation/Confirmation";
import { Consequences } from "./consequences/Consequences";
import { Handoff } from "./handoff/Handoff";
import { knownCard } from "./known";
import { Login } from "./login/Login";
import { Obstacles } from "./obstacles/Obstacles";
import { Rating } from "./rating/Rating";
import { Receipt } from "./receipt/Receipt";
import { Status } from "./status/Status";
import { Steps } from "./steps/Steps";
import type { CardKind, CardProps } from "./types";
import { Verification } from "./verification/Verification";
import { Warning } from "./warning/Warning";

const VIEWS: { [K in CardKind]: ComponentType<CardProps<K>> } = {
  steps: Steps,
  login: Login,
  obstacles: Obstacles,
  consequences: Consequences,
  verification: Verification,
  confirmation: Confirmation,
  receipt: Receipt,
  status: Status,
  answer: Answer,
  choices: Choices,
  handoff: Handoff,
  rating: Rating,
  warning: Warning,
};

export function CardView(props: CardProps): ReactNode {
  const card = knownCard(props.card);
  if (!card) return null;
  // The kind chose the component, which the types cannot follow.
  const View = VIEWS[card.kind] as ComponentType<CardProps>;
  return <View {...props} card={card} />;
}
