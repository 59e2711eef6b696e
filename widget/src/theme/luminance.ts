/** Relative luminance as WCAG defines it. */
export function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

// 4.5 to 1 on white.
const DARK_ENOUGH = 1.05 / 4.5 - 0.05;
const STEP = 0.92;

/** The colour itself where it can be read on white, else a darker one of the same kind. */
export function inkOf(colour: string): string {
  let parts = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
  const hex = () => `#${parts.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
  while (luminance(hex()) > DARK_ENOUGH) parts = parts.map((part) => Math.floor(part * STEP));
  return hex();
}
