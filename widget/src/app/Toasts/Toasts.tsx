/** Short sentences at the edge of the window, read aloud too, gone by themselves. */

import { useCallback, useEffect, useRef, useState } from "react";
import "./Toasts.css";

const LINGER = 3500;

export interface Toast {
  id: number;
  text: string;
}

export function useToasts(): [readonly Toast[], (text: string) => void] {
  const [toasts, setToasts] = useState<readonly Toast[]>([]);
  const timers = useRef(new Set<ReturnType<typeof setTimeout>>());
  const next = useRef(1);
  useEffect(() => {
    const { current } = timers;
    return () => current.forEach(clearTimeout);
  }, []);
  const show = useCallback((text: string) => {
    const id = next.current++;
    setToasts((shown) => [...shown.filter((toast) => toast.text !== text), { id, text }]);
    timers.current.add(setTimeout(() => setToasts((shown) => shown.filter((toast) => toast.id !== id)), LINGER));
  }, []);
  return [toasts, show];
}

export function Toasts({ toasts }: { toasts: readonly Toast[] }) {
  return (
    <div className="xh-toasts" role="status">
      {toasts.map(({ id, text }) => (
        <p key={id}>{text}</p>
      ))}
    </div>
  );
}
