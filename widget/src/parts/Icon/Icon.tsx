/** Small pictures beside words; the words say it all, so screen readers skip them. */

const PATHS = {
  list: "M8 6h12M8 12h12M8 18h12M4 6h.01M4 12h.01M4 18h.01",
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8Zm-7 8a7 7 0 0 1 14 0",
  stop: "M12 8v5m0 3h.01M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Z",
  info: "M12 11v6m0-9h.01M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Z",
  shield: "m9 12 2 2 4-4M12 3l7 3v5c0 5-3 8-7 10-4-2-7-5-7-10V6l7-3Z",
  done: "m8 12 3 3 5-6M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Z",
  alert: "M12 9v5m0 3h.01M12 3 2 20h20L12 3Z",
  copy: "M9 9h11v11H9zM5 15H4V4h11v1",
  picture: "M4 5h16v14H4zM4 16l5-5 4 4 3-2 4 4M15 9h.01",
  close: "M6 6l12 12M18 6 6 18",
  star: "m12 3 2.8 5.7 6.2.9-4.5 4.4 1 6.2-5.5-2.9-5.5 2.9 1-6.2L3 9.6l6.2-.9L12 3Z",
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg className="xh-icon" viewBox="0 0 24 24" width="1.25em" height="1.25em" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
