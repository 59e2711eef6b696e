import { act, fireEvent, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { createRef } from "react";
import { expect, it } from "vitest";
import { seriousFindings } from "../../../tests/a11y";
import { Composer, LONGEST, type ComposerHandle } from "./Composer";

function show() {
  const sent: string[] = [];
  const handle = createRef<ComposerHandle>();
  const { container } = render(<Composer ref={handle} send={(text) => sent.push(text)} />);
  return { sent, handle, container, input: screen.getByRole<HTMLTextAreaElement>("textbox"), button: screen.getByRole<HTMLButtonElement>("button", { name: "发送" }) };
}

it("sends with Enter, without the spaces around, and is empty again", async () => {
  const { sent, input } = show();
  await userEvent.type(input, "  您好 {Enter}");
  expect([sent, input.value]).toEqual([["您好"], ""]);
  expect(document.activeElement).toBe(input);
});

it("sends with the button", async () => {
  const { sent, input, button } = show();
  await userEvent.type(input, "您好");
  await userEvent.click(button);
  expect(sent).toEqual(["您好"]);
});

it("begins a line with Shift and Enter", async () => {
  const { sent, input } = show();
  await userEvent.type(input, "一{Shift>}{Enter}{/Shift}二{Enter}");
  expect(sent).toEqual(["一\n二"]);
});

it("does not send while an input method composes", () => {
  const { sent, input } = show();
  fireEvent.change(input, { target: { value: "zhuxiao" } });
  fireEvent.keyDown(input, { key: "Enter", isComposing: true });
  fireEvent.keyDown(input, { key: "Enter", keyCode: 229 });
  expect([sent, input.value]).toEqual([[], "zhuxiao"]);
});

it("does not send with the Enter that ends a composition, which Safari tells too late", () => {
  const { sent, input } = show();
  fireEvent.change(input, { target: { value: "注销" } });
  fireEvent.compositionEnd(input);
  fireEvent.keyDown(input, { key: "Enter" });
  expect(sent).toEqual([]);
});

it.each(["", "   ", "\n\n"])("has nothing to send in %o", async (text) => {
  const { sent, input, button } = show();
  fireEvent.change(input, { target: { value: text } });
  await userEvent.type(input, "{Enter}");
  expect([sent, button.disabled]).toEqual([[], true]);
});

it("says near the end how much room is left, and before that nothing", () => {
  const { input } = show();
  fireEvent.change(input, { target: { value: "字".repeat(LONGEST - 101) } });
  expect(screen.getByRole("status").textContent).toBe("");
  fireEvent.change(input, { target: { value: "字".repeat(LONGEST - 12) } });
  expect(screen.getByRole("status").textContent).toBe("还可以输入 12 字");
});

it("says how much is too much, and keeps it to be shortened", () => {
  const { sent, input, button } = show();
  fireEvent.change(input, { target: { value: "字".repeat(LONGEST + 3) } });
  expect(screen.getByRole("status").textContent).toBe("超出 3 字，请删减或分几次发送");
  fireEvent.keyDown(input, { key: "Enter" });
  expect([sent, button.disabled, input.getAttribute("aria-invalid"), input.value.length]).toEqual([[], true, "true", LONGEST + 3]);
});

it("counts a rare character or a picture as one, as the gateway does", () => {
  const { button, input } = show();
  fireEvent.change(input, { target: { value: "𠮷".repeat(LONGEST) } });
  expect(button.disabled).toBe(false);
});

it("takes a text back above what is being typed", () => {
  const { handle, input } = show();
  act(() => handle.current?.put("第一次"));
  expect(input.value).toBe("第一次");
  act(() => handle.current?.put("更早"));
  expect(input.value).toBe("更早\n第一次");
  expect(document.activeElement).toBe(input);
});

it("can be used by everybody", async () => {
  expect(await seriousFindings(show().container)).toEqual([]);
});
