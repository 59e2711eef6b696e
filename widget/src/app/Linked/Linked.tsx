/** Text as text, with its https addresses as links; nothing else in it is ever markup. */
const ADDRESS = /https:\/\/[^\s<>"'，。；：！？、（）《》“”‘’]+/g;
const LONGEST_SHOWN = 36;
const TRAILING = /[.,;:!?)\]}]+$/;

export function Linked({ text }: { text: string }) {
  const parts: React.ReactNode[] = [];
  let from = 0;
  for (const match of text.matchAll(ADDRESS)) {
    const address = match[0].replace(TRAILING, "");
    parts.push(text.slice(from, match.index), link(address, match.index));
    from = match.index + address.length;
  }
  return <>{[...parts, text.slice(from)]}</>;
}

function link(address: string, key: number) {
  if (!isAddress(address)) return address;
  return (
    <a key={key} href={address} title={address} target="_blank" rel="noopener noreferrer" className="xh-link">
      {shortened(address)}
    </a>
  );
}

/** Where it leads is what counts: the name of the place stays whole, a long way within it does not. */
function shortened(address: string): string {
  if (address.length <= LONGEST_SHOWN) return address;
  return `${new URL(address).host}/…`;
}

function isAddress(text: string): boolean {
  try {
    const { protocol, hostname, username } = new URL(text);
    // A name before the host (https://shop.example@evil.example) is there to deceive.
    return protocol === "https:" && hostname !== "" && username === "";
  } catch {
    return false;
  }
}
