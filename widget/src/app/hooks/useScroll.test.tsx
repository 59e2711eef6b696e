import { fireEvent, render, screen } from "@testing-library/react";
import { beforeEach, expect, it, vi } from "vitest";
import { useScroll, type Shown } from "./useScroll";

const VIEW = 400;
let height: number;
let top: number;

/** jsdom lays nothing out; this list is as high as a test says. */
beforeEach(() => {
  height = 2000;
  top = 0;
  vi.spyOn(Element.prototype, "clientHeight", "get").mockReturnValue(VIEW);
  vi.spyOn(Element.prototype, "scrollHeight", "get").mockImplementation(() => height);
  vi.spyOn(Element.prototype, "scrollTop", "get").mockImplementation(() => top);
  vi.spyOn(Element.prototype, "scrollTop", "set").mockImplementation((value) => (top = Math.max(0, Math.min(value, height - VIEW))));
});

let asked = 0;

function List({ shown, tall }: { shown: Shown; tall?: number }) {
  const scroll = useScroll(shown, () => (asked += 1));
  return (
    <div>
      <div data-testid="list" ref={scroll.list} onScroll={scroll.onScroll}>
        {tall !== undefined && <p data-seq={tall} />}
      </div>
      <output>{`${scroll.atEnd ? "end" : "up"} ${scroll.below}`}</output>
      <button type="button" onClick={scroll.toEnd}>
        newest
      </button>
    </div>
  );
}

const BEGIN: Shown = { first: 51, last: 100, own: 99, outgoing: 0 };
const where = () => screen.getByRole("status").textContent;

function show() {
  asked = 0;
  const { rerender } = render(<List shown={BEGIN} />);
  return (changes: Partial<Shown>, grown: number, tall?: number) => {
    height += grown;
    rerender(<List shown={{ ...BEGIN, ...changes }} {...(tall === undefined ? {} : { tall })} />);
  };
}

function scrollTo(place: number): void {
  top = place;
  fireEvent.scroll(screen.getByTestId("list"));
}

it("begins at the newest", () => {
  show();
  expect([top, where()]).toEqual([1600, "end 0"]);
});

it("follows the newest for somebody who is there", () => {
  const change = show();
  change({ last: 101 }, 100);
  expect([top, where()]).toEqual([1700, "end 0"]);
});

it("lets somebody who reads further up read on, and says that something came in", () => {
  const change = show();
  scrollTo(700);
  change({ last: 102 }, 200);
  expect([top, where()]).toEqual([700, "up 2"]);
});

it("goes to the newest at a tap", () => {
  const change = show();
  scrollTo(700);
  change({ last: 101 }, 100);
  fireEvent.click(screen.getByRole("button"));
  expect([top, where()]).toEqual([1700, "end 0"]);
});

it("goes to what the customer says, wherever they were reading", () => {
  const change = show();
  scrollTo(700);
  change({ outgoing: 1 }, 60);
  expect([top, where()]).toEqual([1660, "end 0"]);
});

it("does not jump when earlier messages come in above", () => {
  const change = show();
  scrollTo(40);
  expect(asked).toBe(1);
  change({ first: 1 }, 1500);
  expect(top).toBe(1540);
});

it("asks for earlier messages only near the beginning", () => {
  show();
  scrollTo(500);
  expect(asked).toBe(0);
});

it("shows the beginning of an answer that is taller than the window", () => {
  const change = show();
  vi.spyOn(Element.prototype, "getBoundingClientRect").mockImplementation(function (this: Element) {
    return { top: this.hasAttribute("data-seq") ? -300 : 0 } as DOMRect;
  });
  change({ last: 101 }, 700, 101);
  expect([top, where()]).toEqual([2300 - 312, "up 0"]);
});

it("shows the question above its answer when both come back at once", () => {
  asked = 0;
  const empty = { first: 0, last: 0, own: 0, outgoing: 0 };
  const { rerender } = render(<List shown={empty} />);
  rerender(<List shown={{ ...empty, outgoing: 1 }} />);
  vi.spyOn(Element.prototype, "getBoundingClientRect").mockImplementation(function (this: Element) {
    return { top: this.hasAttribute("data-seq") ? -100 : 0 } as DOMRect;
  });
  rerender(<List shown={{ first: 1, last: 2, own: 1, outgoing: 0 }} tall={1} />);
  expect(top).toBe(1600 - 112);
});
