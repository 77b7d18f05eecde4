// What every page has: one press one submission, counters, a proposed tier, words where the network fails, a code from an address.

import assert from "node:assert/strict";
import { test } from "node:test";

import { about, addressOf, Element, page, run } from "./browser.mjs";

const DESK = ["web", "web/wolaiban.js"], PORTAL = ["portal", "portal/portal.js"];

const opened = ([app, name], { found = {}, names = {} } = {}) => {
  const document = page(found), window = new Element("window");
  run(app, name, { document, window, CSS: { escape: (text) => text }, Event, location: {}, history: {}, setTimeout, ...names });
  return { document, window };
};
const form = (facts = {}) => new Element("form", { method: "post", matches: () => false, ...facts });

const FAULTY = { [DESK[1]]: "main form[method=post] [aria-invalid=true]", [PORTAL[1]]: "main [aria-invalid=true]" };

for (const script of [DESK, PORTAL]) {
  test(`one press is one submission (${script[1]})`, () => {
    const sent = form(), { document, window } = opened(script, { found: { "form[data-sent]": [sent] } });
    const press = (target) => document.tell("submit", { target }).isPrevented;
    assert.deepEqual([press(sent), press(sent)], [false, true]);

    window.tell("pageshow"); // whoever comes back may send again
    assert.equal(press(sent), false);

    const search = form({ method: "get" });
    assert.deepEqual([press(search), press(search)], [false, false]);
  });

  test(`a page that was refused begins where the first thing is wrong (${script[1]})`, () => {
    const field = new Element("input");
    opened(script, { found: { [FAULTY[script[1]]]: [field] } });
    assert.ok(field.isFocused);
  });
}

test("a form that htmx sends may be sent again", () => {
  const step = form({ matches: (selector) => selector === "[hx-post]" }), { document } = opened(DESK);
  const press = () => document.tell("submit", { target: step }).isPrevented;
  assert.deepEqual([press(), press()], [false, false]);
});

test("a kind of matter proposes its tier until somebody has chosen one", () => {
  const tiers = { major: { checked: false }, minor: { checked: false } };
  const report = form({ querySelector: (selector) => tiers[selector.match(/value="(\w+)"/)?.[1]] ?? null });
  const { document } = opened(DESK);
  const choose = (facts) => document.tell("change", { target: { form: report, dataset: {}, ...facts } });

  choose({ name: "category", dataset: { tier: "major" } });
  assert.deepEqual([tiers.major.checked, tiers.minor.checked], [true, false]);

  choose({ name: "tier" });
  choose({ name: "category", dataset: { tier: "minor" } });
  assert.equal(tiers.minor.checked, false);
});

test("a kind of matter proposes what lies behind it until somebody has chosen that", () => {
  const cause = { name: "root_cause", value: "", dataset: {}, querySelector: () => null };
  const kind = { name: "category_pick", dataset: { cause: "facilities" } };
  const report = form({ querySelector: (selector) => (selector.startsWith("select") ? cause : selector.endsWith(":checked") ? kind : null) });
  const { document } = opened(DESK);
  const choose = (target) => document.tell("change", { target: { form: report, ...target } });

  choose(kind);
  assert.equal(cause.value, "facilities");

  document.tell("change", { target: cause });
  kind.dataset.cause = "services";
  choose(kind);
  assert.equal(cause.value, "facilities");
});

const trouble = (name, status) => {
  const refusal = new Element("div"), { document } = opened(DESK, { found: { "#refusal": [refusal] } });
  document.tell(name, { detail: { xhr: status === null ? undefined : { status } } });
  return refusal.words;
};

test("a network or a server that fails is spoken of; what was answered in words is not said twice", () => {
  assert.match(trouble("htmx:sendError", null), /网络不通/);
  assert.match(trouble("htmx:timeout", 0), /网络不通/);
  assert.match(trouble("htmx:responseError", 502), /系统出了问题/);
  assert.equal(trouble("htmx:responseError", 422), "");
  assert.equal(trouble("htmx:responseError", 409), "");
});

const escaping = (value) => {
  const away = new Element("button"), pressed = [];
  away.addEventListener("click", () => pressed.push("away"));
  const step = form({
    querySelector: () => away,
    querySelectorAll: () => [{ value, defaultValue: "" }],
  });
  const { document } = opened(DESK);
  document.tell("keydown", { key: "Escape", target: { closest: () => step } });
  return pressed;
};

test("Escape puts a form away, never with what somebody has typed", () => {
  assert.deepEqual(escaping(""), ["away"]);
  assert.deepEqual(escaping("已联系"), []);
});

test("a menu closes on Escape and on a click elsewhere, not on one in it", () => {
  const menu = { open: true }, { document } = opened(DESK, { found: { "details.account-menu[open]": [menu] } });
  const click = (where) => document.tell("click", { target: { closest: (selector) => (selector.startsWith("details") ? where : null) } });
  click(menu);
  assert.ok(menu.open);
  click(null);
  assert.ok(!menu.open);
  menu.open = true;
  document.tell("keydown", { key: "Escape", target: {} });
  assert.ok(!menu.open);
});

test("a studio's page leaves its name on the phone for the form", () => {
  const kept = {}, door = { dataset: { doorCode: "110111001202", doorName: "东坟村" } };
  const localStorage = { setItem: (name, value) => { kept[name] = value; } };
  opened(PORTAL, { found: { "[data-door-name]": [door] }, names: { localStorage } });
  assert.equal(kept["wolaiban-door-110111001202"], "东坟村");
  assert.deepEqual(JSON.parse(kept["wolaiban-last-door"]), { code: "110111001202", name: "东坟村" });
  const full = { setItem: () => { throw new Error("nothing is kept"); } };
  opened(PORTAL, { found: { "[data-door-name]": [door] }, names: { localStorage: full } }); // goes on
});

// ---- A receipt's code, which came with the address

const tracked = (hash) => {
  const code = new Element("textarea", { value: "" }), digits = new Element("input"), addresses = [];
  const asking = form({ elements: { code, digits } });
  opened(["portal", "portal/tracking/track.js"], {
    found: { "[data-track]": [asking] },
    names: { location: { hash, pathname: "/track/" }, history: { replaceState: (_, __, address) => addresses.push(address) } },
  });
  return { code: code.value, addresses, isAsking: Boolean(digits.isFocused) };
};

test("the code of a receipt leaves the address bar for its field, in groups of four", () => {
  const due = { code: "0123 4567 8901 2345 6789 0123 4567", addresses: ["/track/"], isAsking: true };
  assert.deepEqual(tracked("#0123456789012345678901234567"), due);
  assert.deepEqual(tracked("#0123-4567-8901-2345-6789-0123-4567"), due);
});

test("a code is shown in groups of four while it is typed, and left alone where somebody mends it in the middle", () => {
  const code = new Element("textarea", { value: "" });
  opened(["portal", "portal/tracking/track.js"], {
    found: { "[data-track]": [form({ elements: { code, digits: new Element("input") } })] },
    names: { location: { hash: "", pathname: "/track/" } },
  });
  const typed = (value, at = value.length) => {
    Object.assign(code, { value, selectionStart: at });
    code.tell("input");
    return code.value;
  };
  assert.equal(typed("01234"), "0123 4");
  assert.equal(typed("0123 45678"), "0123 4567 8");
  assert.equal(typed("012345678", 3), "012345678");
  assert.equal(typed("FS-2026-000001"), "FS-2026-000001");
});

test("what cannot be a code is left where it is", () => {
  assert.deepEqual(tracked("#0123"), { code: "", addresses: [], isAsking: false });
  assert.deepEqual(tracked(""), { code: "", addresses: [], isAsking: false });
});

// ---- How much is written

class Field extends Element {
  constructor(tagName, most) {
    super(tagName, { dataset: { most: String(most) }, nextElementSibling: null });
  }

  matches(selector) {
    return selector === "[data-most]";
  }

  after(said) {
    const list = new Set();
    this.nextElementSibling = Object.assign(said, {
      matches: (selector) => selector === ".counted",
      classList: { toggle: (name, on) => (on ? list.add(name) : list.delete(name)), list },
    });
  }
}

const counting = (field) => {
  const { document } = opened(["web", "web/counting.js"]);
  return (length, character = "字") => {
    field.value = character.repeat(length);
    document.tell("input", { target: field });
    const said = field.nextElementSibling;
    return said && !said.hidden ? said.textContent : "";
  };
};

test("a text says from its first character how much is written, and what is too much", () => {
  const write = counting(new Field("textarea", 2000));
  assert.equal(write(0), "");
  assert.equal(write(1), "1 字，最多 2000 字");
  assert.equal(write(2000), "2000 字，最多 2000 字");
  assert.match(write(2003), /^多了 3 字：最多 2000 字，现在是 2003 字/);
  assert.equal(write(0), "");
});

for (const [what, field] of [["a line", new Field("input", 20)], ["a short text", new Field("textarea", 20)]]) {
  test(`${what} speaks up only when it is nearly full`, () => {
    const write = counting(field);
    assert.deepEqual([write(15), write(16), write(15)], ["", "16 字，最多 20 字", ""]);
    assert.match(write(21), /多了 1 字/);
  });
}

test("characters are counted as people count them", () => {
  const write = counting(new Field("textarea", 2000));
  assert.equal(write(2, "𠮷"), "2 字，最多 2000 字");
});

test("what is too much is marked as a fault, until it no longer is", () => {
  const field = new Field("textarea", 2000), write = counting(field);
  write(2001);
  assert.deepEqual([...field.nextElementSibling.classList.list], ["fault"]);
  write(2000);
  assert.deepEqual([...field.nextElementSibling.classList.list], []);
});

test("a pin is written to the metre", async () => {
  about({ document: page() });
  const { written } = await import(addressOf("web", "web/map.js"));
  assert.equal(written({ lat: 39.7481234567, lng: 116.1 }), "39.74812,116.10000");
});
