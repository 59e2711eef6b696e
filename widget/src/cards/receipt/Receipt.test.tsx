import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, it, vi } from "vitest";
import { show } from "../../../tests/cards";

const CARD = { kind: "receipt", number: "BYJ2026112300000197", due_date: "2026-11-30" } as const;

/** jsdom cannot draw: a pen that records what it was asked to write. */
function withPen(): string[] {
  const written: string[] = [];
  const pen = { fillRect: () => undefined, fillText: (text: string) => written.push(text) };
  vi.spyOn(HTMLCanvasElement.prototype, "getContext").mockReturnValue(pen as unknown as null);
  vi.spyOn(HTMLCanvasElement.prototype, "toDataURL").mockReturnValue("data:image/png;base64,AAAA");
  return written;
}

afterEach(() => vi.restoreAllMocks());

it("shows the number, when it was filed and when its review is due", async () => {
  await show(CARD);
  expect(screen.getByRole("group", { name: "申请已提交" }).textContent).toContain(
    "申请编号BYJ2026112300000197提交时间11月23日 09:59预计审核完2026年11月30日前",
  );
});

it("leaves out a due date that there is not", async () => {
  await show({ ...CARD, due_date: null });
  expect(screen.queryByText("预计审核完")).toBeNull();
});

it("copies the number", async () => {
  const { asked } = await show(CARD);
  await userEvent.click(screen.getByRole("button", { name: "复制申请编号" }));
  expect(asked).toEqual([["copy", CARD.number]]);
});

it("makes a picture to keep, with what the card says", async () => {
  const written = withPen();
  await show(CARD);
  await userEvent.click(screen.getByRole("button", { name: "保存为图片" }));
  expect(written).toEqual([
    "注销申请回执",
    "申请编号",
    CARD.number,
    "提交时间",
    "11月23日 09:59",
    "预计审核完",
    "2026年11月30日前",
    "凭编号可以随时查进度。",
  ]);
  expect(screen.getByRole("img", { name: `申请回执，编号 ${CARD.number}` }).getAttribute("src")).toMatch(/^data:image\/png/);
  const link = screen.getByRole("link", { name: "下载图片" });
  expect(link.getAttribute("download")).toBe(`注销申请回执-${CARD.number}.png`);
  expect(document.activeElement).toBe(link);
});

it("says how else to keep it where no picture can be made", async () => {
  vi.spyOn(HTMLCanvasElement.prototype, "getContext").mockReturnValue(null);
  await show(CARD);
  await userEvent.click(screen.getByRole("button", { name: "保存为图片" }));
  expect(screen.getByRole("alert").textContent).toContain("请截图或复制编号");
});

it("does the same where the browser forbids to read what was drawn", async () => {
  withPen();
  vi.spyOn(HTMLCanvasElement.prototype, "toDataURL").mockImplementation(() => {
    throw new DOMException("no", "SecurityError");
  });
  await show(CARD);
  await userEvent.click(screen.getByRole("button", { name: "保存为图片" }));
  expect(screen.getByRole("alert")).toBeTruthy();
});
