/** A finger that rests on something; moving away or lifting it early is no long press. */

import { useRef, type PointerEvent } from "react";

const LONG = 500;
const SLACK = 10;

export function useLongPress(pressed: () => void) {
  const timer = useRef<ReturnType<typeof setTimeout>>();
  const from = useRef({ x: 0, y: 0 });
  const stop = () => clearTimeout(timer.current);
  return {
    onPointerDown: (event: PointerEvent) => {
      if (event.pointerType === "mouse") return;
      from.current = { x: event.clientX, y: event.clientY };
      stop();
      timer.current = setTimeout(pressed, LONG);
    },
    onPointerMove: (event: PointerEvent) => {
      const { x, y } = from.current;
      if (Math.hypot(event.clientX - x, event.clientY - y) > SLACK) stop();
    },
    onPointerUp: stop,
    onPointerCancel: stop,
    onPointerLeave: stop,
  };
}
