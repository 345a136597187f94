"use strict";
/* The search of mailflow/archive/index.py, line by line, over the index that stands in this page. */
(function () {
  const INEXACT = 0.5, VERBATIM = 1.5, SHOWN = 50, AROUND = 40;
  const index = JSON.parse(document.getElementById("index").textContent);
  const pieces = new RegExp(index.pieces, "gu");
  const input = document.getElementById("query");
  const list = document.getElementById("found");
  const told = document.getElementById("told");
  const postings = new Map(Object.entries(index.grams).map(([gram, pairs]) => {
    const found = new Map();
    for (let i = 0; i < pairs.length; i += 2) found.set(pairs[i], pairs[i + 1]);
    return [gram, found];
  }));

  const normal = (text) => text.normalize("NFKC").toLowerCase();
  const word = new RegExp("^[" + index.letters + "]", "u");
  const isWord = (gram) => word.test(gram);

  function grams(text) {
    const found = [];
    for (const piece of normal(text).match(pieces) || []) {
      const letters = Array.from(piece);
      if (isWord(piece) || letters.length === 1) found.push(piece);
      else for (let i = 0; i + 1 < letters.length; i++) found.push(letters[i] + letters[i + 1]);
    }
    return found;
  }

  const termsOf = (query) => normal(query).split(/\s+/u).filter((term) => grams(term).length > 0);

  function known(gram) {
    const found = postings.has(gram) ? [[gram, 1]] : [];
    const single = !isWord(gram) && Array.from(gram).length === 1;
    if (isWord(gram) || single) {
      for (const other of postings.keys()) {
        if (other !== gram && (single ? other.includes(gram) : other.startsWith(gram))) found.push([other, INEXACT]);
      }
    }
    return found;
  }

  function ofGram(gram) {
    const best = new Map();
    for (const [other, exactness] of known(gram)) {
      for (const [number, times] of postings.get(other)) {
        best.set(number, Math.max(best.get(number) || 0, exactness * Math.sqrt(times)));
      }
    }
    const rarity = Math.log(1 + index.documents.length / Math.max(best.size, 1));
    for (const [number, score] of best) best.set(number, rarity * score);
    return best;
  }

  function standsIn(term, number) {
    const found = index.documents[number];
    return normal(found.title + "\n" + found.text).includes(term);
  }

  function scores(term) {
    const wanted = Array.from(new Set(grams(term)));
    const needed = wanted.length <= 2 ? wanted.length : Math.floor((3 * wanted.length + 4) / 5);
    const met = new Map(), total = new Map(), kept = new Map();
    for (const gram of wanted) {
      for (const [number, score] of ofGram(gram)) {
        met.set(number, (met.get(number) || 0) + 1);
        total.set(number, (total.get(number) || 0) + score);
      }
    }
    for (const [number, times] of met) {
      if (times >= needed) kept.set(number, total.get(number) * (standsIn(term, number) ? VERBATIM : 1));
    }
    return kept;
  }

  function search(query) {
    const found = termsOf(query).map(scores);
    if (found.length === 0) return [];
    const total = [];
    for (const number of found[0].keys()) {
      if (found.every((each) => each.has(number))) {
        const sum = found.reduce((so_far, each) => so_far + each.get(number), 0);
        total.push([Math.round(sum * index.documents[number].weight * 1e6), number]);
      }
    }
    total.sort((a, b) => b[0] - a[0] || a[1] - b[1]);
    return total.map(([, number]) => number);
  }

  function excerpt(text, query) {
    const flat = text.split(/\s+/u).join(" ").trim();
    const lower = flat.toLowerCase();
    const places = termsOf(query).flatMap((term) => [term, ...grams(term)])
      .map((piece) => lower.indexOf(piece)).filter((at) => at >= 0);
    const at = places.length ? places[0] : 0;
    const begin = Math.max(0, at - AROUND), end = Math.min(flat.length, at + 2 * AROUND);
    return (begin ? "…" : "") + flat.slice(begin, end) + (end < flat.length ? "…" : "");
  }

  /* Text nodes alone: what others wrote never becomes markup. */
  function marked(element, text, query) {
    const wanted = termsOf(query).flatMap((term) => [term, ...grams(term)]);
    const lower = text.toLowerCase();
    let at = 0;
    while (at < text.length && lower.length === text.length) {
      let next = -1, length = 0;
      for (const piece of wanted) {
        const place = lower.indexOf(piece, at);
        if (place >= 0 && (next < 0 || place < next || (place === next && piece.length > length))) {
          next = place;
          length = piece.length;
        }
      }
      if (next < 0) break;
      element.append(text.slice(at, next));
      const mark = document.createElement("mark");
      mark.textContent = text.slice(next, next + length);
      element.append(mark);
      at = next + length;
    }
    element.append(text.slice(at));
    return element;
  }

  function made(name, kind) {
    const element = document.createElement(name);
    element.className = kind;
    return element;
  }

  function row(number, query) {
    const found = index.documents[number];
    const item = document.createElement("li"), head = made("div", "head"), link = document.createElement("a");
    const kind = made("span", "tag"), day = made("time", "soft");
    kind.textContent = found.kind;
    day.textContent = found.day;
    link.href = found.href;
    marked(link, found.title || found.day, query);
    head.append(kind, link, day);
    item.append(head);
    if (found.text) item.append(marked(made("p", "soft"), excerpt(found.text, query), query));
    return item;
  }

  function show() {
    const query = input.value, found = search(query);
    list.replaceChildren(...found.slice(0, SHOWN).map((number) => row(number, query)));
    told.textContent = termsOf(query).length === 0 ? ""
      : found.length ? told.dataset.found.replace("{number}", String(found.length)) : told.dataset.none;
    document.body.classList.toggle("searching", termsOf(query).length > 0);
  }

  input.addEventListener("input", show);
  document.getElementById("search").addEventListener("submit", (event) => event.preventDefault());
  /* index.html#q=库存 is a search that can be sent to somebody. */
  if (location.hash.startsWith("#q=")) {
    try {
      input.value = decodeURIComponent(location.hash.slice(3));
    } catch {
      input.value = location.hash.slice(3);
    }
  }
  show();
})();
