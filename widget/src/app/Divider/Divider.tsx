/** The time above the messages that follow it. */
import "./Divider.css";

export function Divider({ text, time }: { text: string; time: string }) {
  return (
    <p className="xh-divider">
      <time dateTime={time}>{text}</time>
    </p>
  );
}
