// @vitest-environment node
import { expect, it } from "vitest";
import { EventReader } from "./events";

const STREAM = ": ping\r\n\r\nid: 1\nevent: message\ndata: {\"a\":1}\n\nid: 2\r\nevent: message\r\ndata: 二\r\ndata: 行\r\n\r\n";
const EVENTS = [
  { id: "1", type: "message", data: '{"a":1}' },
  { id: "2", type: "message", data: "二\n行" },
];

it("reads the same events wherever the stream is cut in two", () => {
  for (let at = 0; at <= STREAM.length; at += 1) {
    const reader = new EventReader();
    expect([...reader.feed(STREAM.slice(0, at)), ...reader.feed(STREAM.slice(at))], `cut at ${at}`).toEqual(EVENTS);
  }
});

it("reads the same events one character at a time", () => {
  const reader = new EventReader();
  expect(Array.from(STREAM).flatMap((character) => reader.feed(character))).toEqual(EVENTS);
});

it("makes no event of comments, empty events and half events", () => {
  const reader = new EventReader();
  expect(reader.feed(": hello\n\nid: 3\n\nevent: message\n\ndata: half")).toEqual([]);
});

it("keeps a colon and spaces that belong to the data", () => {
  expect(new EventReader().feed("data:  a: b\n\n")).toEqual([{ id: null, type: "message", data: " a: b" }]);
});
