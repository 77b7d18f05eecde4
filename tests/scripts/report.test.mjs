// The pieces of the form: what is missing, which files will do, what lies on the phone, whose door it was, what is offered.

import assert from "node:assert/strict";
import { mock, test } from "node:test";

import { about, addressOf, Element, page, settled } from "./browser.mjs";

const ours = (name) => import(addressOf("portal", `portal/reporting/${name}.js`));
const { missing } = await ours("faults");
const { drawOutbox } = await ours("outbox");
const { isMeant, judged, named } = await ours("photos");
const { askedDoor, doorIn } = await ours("doors");
const { offerKinds, offerVillages } = await ours("asking");

// ---- What is missing before it is sent

const filled = ({ picked = null, long = [], ...values } = {}) => {
  const given = { words: "没有扶手", unit: "东坟", township: "", phone: "138", name: "", ...values };
  const elements = Object.fromEntries(Object.entries(given).map(([name, value]) => [name, value === undefined ? undefined : { value }]));
  elements.anonymous = { checked: Boolean(values.anonymous) };
  return { elements, querySelector: () => picked, querySelectorAll: () => long };
};
const lacking = (form, files = []) => Object.keys(missing(form, files) || {});

test("a form with words, a place and a phone may be sent", () => {
  assert.equal(missing(filled(), []), null);
});

test("words may be spoken, but a photo says nothing by itself", () => {
  assert.deepEqual(lacking(filled({ words: " \n" })), ["words"]);
  assert.deepEqual(lacking(filled({ words: "" }), [new File([""], "a.jpg", { type: "image/jpeg" })]), ["words"]);
  assert.deepEqual(lacking(filled({ words: "" }), [new File([""], "a.webm", { type: "audio/webm" })]), []);
});

test("where it is may be written, picked, or a township alone", () => {
  assert.deepEqual(lacking(filled({ unit: " " })), ["unit"]);
  assert.deepEqual(lacking(filled({ unit: "", picked: {} })), []);
  assert.deepEqual(lacking(filled({ unit: "", township: "城关街道" })), []);
});

test("somebody can be answered, or says that they will not be; who is signed in is not asked", () => {
  assert.deepEqual(lacking(filled({ phone: "" })), ["phone"]);
  assert.deepEqual(lacking(filled({ phone: "", name: "王秀英" })), []);
  assert.deepEqual(lacking(filled({ phone: "", anonymous: "yes" })), []);
  assert.deepEqual(lacking(filled({ phone: undefined })), []);
});

test("what is too long is said by its field, in characters as people count them", () => {
  const field = (value) => ({ name: "place_words", value, dataset: { most: "3" } });
  assert.equal(missing(filled({ long: [field("一二𠮷")] }), []), null);
  assert.match(missing(filled({ long: [field("一二三四")] }), []).place_words[0], /最多 3 字，现在是 4 字/);
});

// ---- Which files will do

const ACCEPT = "image/*,.heic,application/pdf,audio/*,video/*";
const file = (name, { type = "", size = 1 } = {}) => {
  const made = new File(["x"], name, { type });
  Object.defineProperty(made, "size", { value: size });
  return made;
};
const takes = async () => ({ status: 204 });
const refuses = async () => ({ status: 422, json: async () => ({ why: "打不开。" }) });
const unopened = () => about({ createImageBitmap: async () => { throw new Error("not a picture"); } });
const faultOf = async (chosen, { accept = ACCEPT, check = takes } = {}) => (await judged(chosen, accept, check)).fault;

test("an empty file, and what is no photo, recording or PDF, stay here", async () => {
  assert.match(await faultOf(file("a.jpg", { size: 0 })), /是空的/);
  assert.match(await faultOf(file("a.docx")), /不是照片、录音或 PDF/);
  assert.equal(await faultOf(file("a.pdf")), "");
  assert.equal(await faultOf(file("voice.amr")), ""); // some phones do not say what a file is
});

test("a photo that cannot be opened stays here, but one of an iPhone is the server's to open", async () => {
  unopened();
  assert.match(await faultOf(file("a.jpg", { type: "image/jpeg" })), /打不开/);
  assert.equal(await faultOf(file("a.HEIC")), "");
  assert.match(await faultOf(file("a.heic"), { accept: "image/jpeg" }), /HEIC/);
});

test("ten megabytes go, a byte more does not", async () => {
  const most = 10 * 1024 * 1024;
  assert.equal(await faultOf(file("a.pdf", { size: most })), "");
  assert.match(await faultOf(file("a.pdf", { size: most + 1 })), /超过 10 MB/);
});

test("what this browser did not open itself is looked at by the server, which need not be there", async () => {
  assert.equal(await faultOf(file("a.pdf"), { check: refuses }), "打不开。");
  assert.equal(await faultOf(file("a.pdf"), { check: async () => { throw new TypeError("offline"); } }), "");
});

test("a film is taken where films are, up to half a minute, and where its length cannot be read the server will say", async () => {
  const lasting = (seconds) => about({
    URL: Object.assign(URL, { createObjectURL: () => "blob:", revokeObjectURL: () => {} }),
    document: {
      createElement: () => ({
        set src(_) { queueMicrotask(() => { this.duration = seconds; if (Number.isNaN(seconds)) this.onerror(); else this.onloadedmetadata(); }); },
      }),
    },
  });
  for (const [seconds, fault] of [[30.4, ""], [31.5, /比 30 秒长/], [NaN, ""]]) {
    lasting(seconds);
    const said = await faultOf(file("a.mp4"));
    if (fault) assert.match(said, fault);
    else assert.equal(said, "");
  }
  assert.match(await faultOf(file("a.mov"), { accept: "image/*" }), /是视频，这里收不了/);
});

test("files of one name are told apart, by a number before the ending", () => {
  const name = (given, ...taken) => named(file(given), taken).name;
  assert.equal(name("image.jpg"), "image.jpg");
  assert.equal(name("image.jpg", "image.jpg"), "image-2.jpg");
  assert.equal(name("image.jpg", "image.jpg", "image-2.jpg"), "image-3.jpg");
  assert.equal(name("录音", "录音"), "录音-2");
  assert.equal(name("a.b.jpg", "a.b.jpg"), "a.b-2.jpg");
  const kept = file("one.jpg");
  assert.equal(named(kept, ["two.jpg"]), kept);
});

test("a file is meant by its name, also after the server gave it another ending", () => {
  assert.ok(isMeant(file("a.heic"), "a.jpg") && isMeant(file("a.jpg"), "a.jpg"));
  assert.ok(!isMeant(file("a-2.jpg"), "a.jpg"));
});

// ---- What lies on this phone

const DAY = 24 * 3600 * 1000;
const drawn = (record, done = []) => {
  about({ document: page() });
  const place = new Element("div");
  const act = (label) => [label, (told) => done.push([label, told.key])];
  drawOutbox(place, record ? [{ key: "k", at: Date.now(), ...record }] : [], Object.fromEntries(["看回执", "现在发", "接着写", "删除"].map(act)));
  return place;
};
const button = (place, label) => place.all("button").find(({ textContent }) => textContent === label);

test("with nothing on this phone there is nothing to see", () => {
  assert.ok(drawn(null).hidden);
  assert.ok(!drawn({ state: "writing" }).hidden);
});

for (const [state, offered] of [
  ["received", ["看回执", "删除"]],
  ["waiting", ["现在发", "接着写", "删除"]],
  ["refused", ["接着写", "删除"]],
  ["writing", ["接着写", "删除"]],
]) {
  test(`what is ${state} can be: ${offered.join("、")}`, () => {
    assert.deepEqual(drawn({ state, number: "1" }).all("button").map(({ textContent }) => textContent), offered);
  });
}

test("it never says what was written, and why it was not sent", () => {
  const said = drawn({ state: "waiting", why: "现在没有网。", fields: [["words", "没有扶手"], ["name", "王秀英"]] }).words;
  assert.ok(!said.includes("扶手") && !said.includes("王秀英"));
  assert.match(said, /原因：现在没有网。连上网会自动发出/);
});

test("what lies there for more than a week is asked about", () => {
  assert.match(drawn({ state: "writing", at: Date.now() - 8 * DAY }).words, /已经放了 8 天，还要接着写吗/);
  assert.ok(!drawn({ state: "writing", at: Date.now() - 6 * DAY }).words.includes("已经放了"));
});

test("what was not received is deleted by the second press; a receipt by the first", () => {
  const done = [], place = drawn({ state: "waiting" }, done);
  const away = button(place, "删除");
  away.click();
  assert.deepEqual([done, away.textContent], [[], "再按一次，就从这部手机上删掉"]);
  button(drawn({ state: "received", number: "1" }, done), "删除").click();
  assert.deepEqual(done, [["删除", "k"]]);
});

// ---- Whose door it was

test("an address names a door only by what can be a unit's code", () => {
  assert.equal(doorIn("?unit=110111001202"), "110111001202");
  assert.equal(doorIn("?unit=110111D01"), "110111D01");
  for (const query of ["", "?unit=", "?unit=1", "?unit=110111001202x", "?unit=<b>110111001202</b>"]) assert.equal(doorIn(query), "", query);
});

test("the studio of the door is chosen, by the name that was kept or a word for it, unless the page knows it", () => {
  const offered = (door, kept) => {
    const places = new Element("div");
    about({ document: page(), location: { search: "?unit=110111001202" }, localStorage: { getItem: () => kept } });
    askedDoor({ dataset: { door }, querySelector: () => places });
    return places;
  };
  assert.equal(offered("", "东坟村我来办工作室").words, "东坟村我来办工作室");
  const { name, value, checked } = offered("", null).all("input")[0];
  assert.deepEqual([name, value, checked], ["unit_pick", "110111001202", true]);
  assert.equal(offered("", null).words, "您扫码进来的那间工作室");
  assert.equal(offered("110111001202", "东坟村我来办工作室").words, "");
});

// ---- What is offered while somebody types

const typing = (answer) => {
  const place = new Element("div", { innerHTML: "" }), asked = [];
  const input = new Element("input", { id: "id_unit", dataset: { suggest: "/units/" }, value: "" });
  about({ document: page({ "#id_unit_options": [place] }), fetch: async (address, how) => { asked.push([address, how]); return answer(); } });
  offerVillages({ querySelector: () => input });
  return { asked, input, place };
};

test("villages are asked for once somebody pauses, by what stands there then", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const { asked, input, place } = typing(() => new Response("<label>东坟村</label>"));
  for (input.value of ["东", "东坟", " 东坟村 "]) {
    input.tell("input");
    mock.timers.tick(299);
  }
  assert.deepEqual(asked, []);
  mock.timers.tick(1);
  mock.timers.reset();
  await settled();
  assert.deepEqual(asked.map(([address]) => decodeURIComponent(address)), ["/units/?unit=东坟村"]);
  assert.equal(place.innerHTML, "<label>东坟村</label>");
});

test("what was chosen while the answer was on its way stays chosen, and an overtaken answer is not drawn", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const answers = [];
  const { input, place } = typing(() => new Promise((resolve) => answers.push(resolve)));
  const choice = { value: "110111001202", checked: false };
  place.querySelector = (selector) => (selector === "input:checked" ? { value: choice.value } : selector.includes(choice.value) ? choice : null);
  about({ CSS: { escape: (value) => value } });
  for (const words of ["东", "东坟"]) {
    input.value = words;
    input.tell("input");
    mock.timers.tick(300);
  }
  mock.timers.reset();
  answers[1](new Response("<label>东坟村</label>"));
  await settled();
  answers[0](new Response("<label>东关村</label>"));
  await settled();
  assert.deepEqual([place.innerHTML, choice.checked], ["<label>东坟村</label>", true]);
});

for (const [what, answer] of [["no network", () => { throw new TypeError("offline"); }], ["a refusal", () => new Response("sorry", { status: 429 })]]) {
  test(`${what} leaves what is offered as it is`, async () => {
    mock.timers.enable({ apis: ["setTimeout"] });
    const { asked, input, place } = typing(answer);
    place.innerHTML = "before";
    input.tell("input");
    mock.timers.tick(300);
    mock.timers.reset();
    await settled();
    assert.deepEqual([asked.length, place.innerHTML], [1, "before"]);
  });
}

test("what kind of matter it sounds like is asked without the words in an address", async () => {
  const words = new Element("textarea", { value: "没有扶手" }), place = new Element("div", { dataset: { kinds: "/kinds/" } });
  const asked = [];
  about({ fetch: async (address, how) => { asked.push([address, how.method, `${how.body}`, how.headers["X-CSRFToken"]]); return new Response("设施"); } });
  offerKinds({ elements: { words, csrfmiddlewaretoken: { value: "token" } }, querySelector: () => place });
  words.tell("change");
  await settled();
  assert.deepEqual(asked, [["/kinds/", "POST", `${new URLSearchParams({ words: "没有扶手" })}`, "token"]]);
  assert.equal(place.innerHTML, "设施");
});
