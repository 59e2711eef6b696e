/** The receipt as a picture that can be kept without the chat. */

const WIDTH = 720;
const EDGE = 56;
const LINE = 64;
const TOP = 200;
const FONT = `"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", sans-serif`;
const [PAPER, INK, SOFT, GREEN] = ["#ffffff", "#1d2129", "#5b6270", "#1a6e3c"];

export interface ReceiptPicture {
  heading: string;
  /** Names and values, one line each. */
  facts: [string, string][];
  foot: string;
}

/** A PNG as a data: address, or null where the browser cannot draw. */
export function drawReceipt(receipt: ReceiptPicture, canvas: HTMLCanvasElement = document.createElement("canvas")): string | null {
  canvas.width = WIDTH;
  canvas.height = TOP + receipt.facts.length * LINE + 120;
  const pen = canvas.getContext("2d");
  if (!pen) return null;
  const write = (text: string, x: number, y: number, colour: string, font: string) => {
    pen.fillStyle = colour;
    pen.font = `${font} ${FONT}`;
    pen.fillText(text, x, y, WIDTH - EDGE - x);
  };
  pen.fillStyle = PAPER;
  pen.fillRect(0, 0, WIDTH, canvas.height);
  pen.fillStyle = GREEN;
  pen.fillRect(0, 0, WIDTH, 12);
  write(receipt.heading, EDGE, 110, INK, "600 40px");
  for (const [index, [name, value]] of receipt.facts.entries()) {
    write(name, EDGE, TOP + index * LINE, SOFT, "28px");
    write(value, EDGE + 210, TOP + index * LINE, INK, "600 28px");
  }
  write(receipt.foot, EDGE, canvas.height - 56, SOFT, "24px");
  return asPicture(canvas);
}

// Browsers that guard against fingerprinting may refuse to read a canvas.
function asPicture(canvas: HTMLCanvasElement): string | null {
  try {
    return canvas.toDataURL("image/png");
  } catch {
    return null;
  }
}
