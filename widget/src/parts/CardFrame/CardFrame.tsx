/** What every card looks like: a picture, a title, and what belongs below it. */

import { useId, type ReactNode } from "react";

import { Icon, type IconName } from "../Icon/Icon";
import "./CardFrame.css";

export type Tone = "plain" | "good" | "bad" | "careful";

interface Props {
  kind: string;
  title?: string;
  icon?: IconName;
  tone?: Tone;
  /** Only for what must be read out at once. */
  role?: "alert" | "status" | "group";
  children?: ReactNode;
}

export function CardFrame({ kind, title, icon, tone = "plain", role = "group", children }: Props) {
  const id = useId();
  return (
    <div className={`xh-card xh-card-${kind}`} data-tone={tone} role={role} {...(title ? { "aria-labelledby": id } : {})}>
      {title && (
        <p className="xh-card-title" id={id}>
          {icon && <Icon name={icon} />}
          <span>{title}</span>
        </p>
      )}
      {children}
    </div>
  );
}
