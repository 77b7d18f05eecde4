// As much of a browser as our scripts decide by: elements that remember, a page that hears, a server that answers.
// How pages look and behave in a real one is what tests/journeys are for.

import { readFileSync } from "node:fs";
import { createContext, runInContext } from "node:vm";

const PACKAGE = new URL("../../wolaiban/", import.meta.url);

/** The address of one of our scripts, to import it by: `module("web", "web/map.js")`. */
export const addressOf = (app, name) => new URL(`${app}/static/${name}`, PACKAGE);

/** Runs a script that is no module as a page does, with these names about it. → ask for any of its own names. */
export const run = (app, name, names = {}) => {
  const context = createContext({ ...names });
  runInContext(readFileSync(addressOf(app, name), "utf8"), context, { filename: name });
  return (own) => runInContext(own, context);
};

export class Element {
  constructor(tagName, facts = {}) {
    Object.assign(this, { tagName: tagName.toUpperCase(), className: "", textContent: "", hidden: false, dataset: {}, children: [] }, facts);
    this.heard = {};
    this.attributes = {};
  }

  addEventListener(name, hear) {
    (this.heard[name] ||= []).push(hear);
  }

  append(...added) {
    this.children.push(...added);
  }

  replaceChildren(...instead) {
    this.children = instead;
  }

  setAttribute(name, value) {
    this.attributes[name] = value;
  }

  focus() {
    this.isFocused = true;
  }

  scrollIntoView() {}

  /** As it stands until a test gives it something to find. */
  querySelector() {
    return null;
  }

  /** Everything that hears of it is told, and what it has become is returned. */
  tell(name, facts = {}) {
    const event = {
      type: name, target: this, isStopped: false, isPrevented: false,
      preventDefault() { this.isPrevented = true; },
      stopImmediatePropagation() { this.isStopped = true; },
      ...facts,
    };
    for (const hear of this.heard[name] || []) if (!event.isStopped) hear(event);
    return event;
  }

  click() {
    return this.tell("click");
  }

  /** What there is to read, its children's too. */
  get words() {
    return [this.textContent, ...this.children.map((child) => child.words)].filter(Boolean).join(" ");
  }

  all(tagName) {
    return this.children.flatMap((child) => [...(child.tagName === tagName.toUpperCase() ? [child] : []), ...child.all(tagName)]);
  }
}

/** A page on which these selectors find these elements, and nothing else does. */
export const page = (found = {}) => Object.assign(new Element("document"), {
  createElement: (tagName) => new Element(tagName),
  getElementById: (id) => found[`#${id}`]?.[0] ?? null,
  querySelector: (selector) => found[selector]?.[0] ?? null,
  querySelectorAll: (selector) => found[selector] ?? [],
});

/** Puts names about modules, which look for them where everybody does. */
export const about = (names) => {
  for (const [name, value] of Object.entries(names)) {
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  }
};

/** The wait for work that nobody waits for: what hangs on a few promises is done by then. */
export const settled = () => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
