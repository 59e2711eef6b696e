// Six boxes over one real field: the keyboard, pasting, autofill and screen readers meet the field only.

const LENGTH = 6;

export class Boxes {
  #cells = [];

  constructor(input, { secret }) {
    this.input = input;
    this.secret = secret;
    this.#draw();
    for (const event of ["input", "compositionend"]) input.addEventListener(event, (what) => this.#typed(what));
    for (const event of ["focus", "click", "keyup"]) input.addEventListener(event, () => this.#caretToEnd());
  }

  get value() {
    return this.input.value;
  }

  set value(text) {
    this.input.value = sixDigits(text);
    this.#show();
  }

  /** All six digits, or null after marking the field as wrong. */
  whole() {
    const isWhole = this.value.length === LENGTH;
    this.input.setAttribute("aria-invalid", String(!isWhole));
    return isWhole ? this.value : null;
  }

  #typed(event) {
    if (event.isComposing) return;
    this.value = this.input.value;
    this.input.removeAttribute("aria-invalid");
  }

  // The caret is not shown: wherever it was put, the next digit belongs behind the last one.
  #caretToEnd() {
    const { selectionStart, selectionEnd, value } = this.input;
    if (selectionStart === selectionEnd) this.input.setSelectionRange(value.length, value.length);
  }

  #draw() {
    const row = document.createElement("div");
    row.className = "cells";
    row.ariaHidden = "true";
    this.#cells = Array.from({ length: LENGTH }, () => row.appendChild(document.createElement("span")));
    this.input.after(row);
    this.#show();
  }

  #show() {
    const { value } = this.input;
    for (const [at, cell] of this.#cells.entries()) {
      cell.textContent = at < value.length ? (this.secret ? "●" : value[at]) : "";
      cell.classList.toggle("next", at === Math.min(value.length, LENGTH - 1));
    }
  }
}

// A whole text message may be pasted; full-width digits and spaces between them are as good.
function sixDigits(text) {
  const plain = text.normalize("NFKC").replace(/\s/g, "");
  return /(?<!\d)\d{6}(?!\d)/.exec(plain)?.[0] ?? plain.replace(/\D/g, "").slice(0, LENGTH);
}
