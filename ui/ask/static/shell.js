// What stands around the conversation, in the language of the reader.

import { byId, swap } from "./dom.js";

const SLOTS = ["header", "title", "composer", "welcome", "foot"];
const TRADITIONAL = ["hant", "hk", "mo", "tw"];
let shell = {};
let headers = {};

export const LANGUAGES = ["en", "zh-Hant", "zh-Hans"];

/** The language of ours that a tag asks for, as `ui.interface_language.closest` finds it. */
export function closest(tag) {
  const [primary, ...rest] = (tag || "").trim().replace(/_/g, "-").toLowerCase().split("-");
  if (primary === "en") return "en";
  const traditional = rest.some((part) => TRADITIONAL.includes(part)) && !rest.includes("hans");
  if (primary === "yue" || (primary === "zh" && traditional)) return "zh-Hant";
  return primary === "zh" || primary === "cmn" ? "zh-Hans" : null;
}

/** The address comes before what was chosen last, and that before the browser. */
export function firstLanguage() {
  const asked = new URL(window.location.href).searchParams.get("lang");
  const kept = document.cookie.match(/(?:^|; )rb_lang=([^;]*)/);
  const wanted = [asked, kept && kept[1], ...(navigator.languages || [navigator.language])];
  return wanted.map(closest).find(Boolean) || "en";
}

export const language = () => document.documentElement.dataset.rbLanguage;
export const word = (key) => shell[language()][`say_${key}`];

/** Why a request got no answer. */
export function why(error) {
  return error.seconds ? word("too_many").replace("{seconds}", error.seconds) : word("no_reply");
}

/** Draw the frame of the page. */
export function draw(root, texts) {
  shell = texts;
  root.innerHTML = `
    <a class="rb-skip" href="#rb-main" data-act="skip"></a>
    <div data-slot="header"></div>
    <div class="rb-columns" id="rb-columns">
      <div class="rb-left" role="main" id="rb-main" tabindex="-1">
        <div data-slot="title" class="rb-title"></div>
        <section class="rb-conversation" id="rb-conversation"></section>
        <div data-slot="composer" class="rb-composer"></div>
        <div data-slot="welcome"></div>
      </div>
      <aside class="rb-panel" id="rb-panel" hidden></aside>
    </div>
    <div data-slot="foot"></div>
    <div id="rb-announcer" class="rb-sr" role="log" aria-live="polite"></div>
    <div id="rb-said" class="rb-said" role="status"></div>
    <div id="rb-popover" class="rb-popover" popover="manual" role="group"></div>`;
}

/** Take other words and lists than those that came with the page. */
export function renew(texts) {
  shell = texts;
  speak(language());
}

/** Say everything in a language, at once. */
export function speak(tag) {
  const html = document.documentElement;
  const words = shell[tag];
  html.dataset.rbLanguage = tag;
  html.lang = words.tag;
  document.title = words.say_title;
  const root = document.querySelector(".rb-root");
  root.lang = words.tag;
  for (const name of SLOTS) {
    const slot = root.querySelector(`[data-slot="${name}"]`);
    const inside = name === "header" && headers[tag] ? headers[tag] : words[name];
    const lost = swap(slot, inside);
    if (lost && name === "header") slot.querySelector(`[data-language="${tag}"]`)?.focus();
  }
  root.querySelector(".rb-skip").textContent = words.skip;
  byId("rb-conversation").setAttribute("aria-label", words.log);
  byId("rb-panel").setAttribute("aria-label", words.sources);
}

/** Keep the choice for all pages: in a cookie that they read too, and in the address. */
export function remember(tag) {
  const secure = window.location.protocol === "https:" ? "; secure" : "";
  document.cookie = `rb_lang=${tag}; path=/; max-age=31536000; samesite=lax${secure}`;
  const address = new URL(window.location.href);
  address.searchParams.set("lang", tag);
  window.history.replaceState(window.history.state, "", address);
}

/** Show who is signed in. */
export function signedIn(found) {
  headers = found;
  const slot = document.querySelector('[data-slot="header"]');
  swap(slot, headers[language()] || shell[language()].header);
}
