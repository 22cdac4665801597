// The editor of drafts: textarea[data-editor] becomes an editor of plain paragraphs. What it holds is exactly the text of
// the field, one paragraph a line; headings are only shown as such, by their numbering. Loaded on that page alone.
import { baseKeymap, splitBlock } from "prosemirror-commands";
import { history, redo, undo } from "prosemirror-history";
import { keymap } from "prosemirror-keymap";
import { Fragment, Schema, Slice } from "prosemirror-model";
import { EditorState, Plugin, TextSelection } from "prosemirror-state";
import { Decoration, DecorationSet, EditorView } from "prosemirror-view";

const schema = new Schema({
  nodes: {
    doc: { content: "paragraph+" },
    paragraph: { content: "text*", group: "block", parseDOM: [{ tag: "p" }, { tag: "div" }], toDOM: () => ["p", 0] },
    text: {},
  },
});

const roman = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV", "XVI", "XVII", "XVIII", "XIX", "XX"];
const letters = "abcdđeghiklmnopqrstuvxy";

// level: how deep a paragraph with such a label lies; number: which one it is; label: how the n-th is written
const kinds = {
  article: { level: 1, sign: /^Điều\s+(\d+)[.:]\s*/u, number: (found) => Number(found[1]), label: (n) => `Điều ${n}. ` },
  part: { level: 1, sign: /^([IVX]+)[.\-–]\s*/u, number: (found) => roman.indexOf(found[1]) + 1, label: (n) => `${roman[n - 1] || n}. ` },
  point: { level: 2, sign: /^(\d+)[.\-–]\s+/u, number: (found) => Number(found[1]), label: (n) => `${n}. ` },
  letter: { level: 3, sign: /^([a-zđ])\)\s*/u, number: (found) => letters.indexOf(found[1]) + 1, label: (n) => `${letters[n - 1] || "a"}) ` },
  dash: { level: 4, sign: /^[-–•]\s+/u, number: () => 0, label: () => "- " },
};

function kindOf(text) {
  for (const [name, kind] of Object.entries(kinds)) {
    const found = kind.sign.exec(text);
    if (found) return { name, level: kind.level, length: found[0].length, number: kind.number(found) };
  }
  return null;
}

function paragraphs(text) {
  const lines = text.replace(/\r\n?/g, "\n").split("\n").map((line) => line.replace(/[\s\u0000-\u001f]+/g, " "));
  const kept = lines.filter((line) => line.trim() !== "");
  return (kept.length ? kept : [""]).map((line) => schema.node("paragraph", null, line ? [schema.text(line)] : []));
}

function docOf(text) {
  return schema.node("doc", null, paragraphs(text));
}

function textOf(doc) {
  const lines = [];
  doc.forEach((paragraph) => lines.push(paragraph.textContent));
  return lines.join("\n");
}

/** The number that follows the last label of this kind above, within the same higher section. */
function nextNumber(doc, index, name) {
  for (let at = index - 1; at >= 0; at -= 1) {
    const kind = kindOf(doc.child(at).textContent);
    if (!kind) continue;
    if (kind.name === name) return kind.number + 1;
    if (kind.level < kinds[name].level) return 1;
  }
  return 1;
}

/** Gives the chosen paragraphs a label of this kind, or takes theirs away. */
function become(name) {
  return (state, dispatch) => {
    const { $from, $to } = state.selection;
    const transaction = state.tr;
    for (let index = $from.index(0); index <= $to.index(0); index += 1) {
      const doc = transaction.doc;
      let start = 0;
      for (let before = 0; before < index; before += 1) start += doc.child(before).nodeSize;
      const old = kindOf(doc.child(index).textContent);
      const label = name ? kinds[name].label(nextNumber(doc, index, name)) : "";
      transaction.insertText(label, start + 1, start + 1 + (old ? old.length : 0));
    }
    if (dispatch) dispatch(transaction.scrollIntoView());
    return true;
  };
}

/** Enter behind a label goes on with the next one; on a label alone it ends the list. */
function goOn(state, dispatch) {
  const { $from, empty } = state.selection;
  const kind = empty ? kindOf($from.parent.textContent) : null;
  if (!kind || kind.name === "part" || kind.name === "article" || $from.parentOffset < kind.length) return false;
  if ($from.parent.content.size <= kind.length) return become(null)(state, dispatch);
  return splitBlock(state, (transaction) => {
    const label = kinds[kind.name].label(kind.number + 1);
    if (dispatch) dispatch(transaction.insertText(label, transaction.selection.from).scrollIntoView());
  });
}

function decorations(state) {
  const found = [];
  state.doc.forEach((paragraph, at) => {
    const kind = kindOf(paragraph.textContent);
    if (kind) found.push(Decoration.node(at, at + paragraph.nodeSize, { class: `is-${kind.name}` }));
  });
  return DecorationSet.create(state.doc, found);
}

function outline(field, view) {
  const list = document.querySelector("[data-outline]");
  const empty = document.querySelector("[data-outline-empty]");
  if (!list) return;
  const items = [];
  view.state.doc.forEach((paragraph, at) => {
    const kind = kindOf(paragraph.textContent);
    if (!kind || kind.name === "dash") return;
    const item = document.createElement("li");
    item.className = `ps-${kind.level - 1}`;
    const link = document.createElement("a");
    link.href = "#text-label";
    link.textContent = paragraph.textContent.slice(0, 90);
    link.addEventListener("click", (event) => {
      event.preventDefault();
      const selection = TextSelection.create(view.state.doc, at + 1 + kind.length);
      view.dispatch(view.state.tr.setSelection(selection).scrollIntoView());
      view.focus();
    });
    item.append(link);
    items.push(item);
  });
  list.replaceChildren(...items);
  if (empty) empty.hidden = items.length > 0;
}

function toolbar(field, run) {
  const bar = document.createElement("div");
  bar.className = "editor-bar";
  bar.setAttribute("role", "group");
  bar.setAttribute("aria-label", field.dataset.toolbar);
  const tools = [
    ["part", become("part")],
    ["article", become("article")],
    ["point", become("point")],
    ["letter", become("letter")],
    ["dash", become("dash")],
    ["plain", become(null)],
    ["undo", undo],
    ["redo", redo],
  ];
  for (const [name, command] of tools) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-sm";
    button.textContent = field.dataset[name];
    button.addEventListener("click", () => run(command));
    bar.append(button);
  }
  return bar;
}

function edit(field) {
  const room = document.createElement("div");
  room.className = "editor";
  let quiet = false;
  const view = new EditorView(room, {
    state: EditorState.create({
      doc: docOf(field.value),
      plugins: [
        history(),
        keymap({ "Mod-z": undo, "Mod-y": redo, "Shift-Mod-z": redo, Enter: goOn }),
        keymap(baseKeymap),
        new Plugin({ props: { decorations } }),
      ],
    }),
    attributes: {
      class: "form-control narrative",
      role: "textbox",
      "aria-multiline": "true",
      "aria-labelledby": "text-label",
      "aria-describedby": field.getAttribute("aria-describedby") || "",
      lang: "vi",
    },
    // pasted text is taken as plain paragraphs: no styles, no tables, nothing the paper could not print. Before the
    // editor reads the HTML beside it, whose styles the content policy would report
    handleDOMEvents: {
      paste(editor, event) {
        event.preventDefault();
        const text = event.clipboardData?.getData("text/plain") || "";
        if (text) {
          const slice = new Slice(Fragment.from(paragraphs(text)), 1, 1);
          editor.dispatch(editor.state.tr.replaceSelection(slice).scrollIntoView());
        }
        return true;
      },
    },
    // what is dragged in comes as HTML
    transformPastedHTML: (html) => html.replace(/<style[\s\S]*?<\/style>/gi, "").replace(/\sstyle\s*=\s*("[^"]*"|'[^']*')/gi, ""),
    clipboardTextSerializer: (slice) => {
      const lines = [];
      slice.content.forEach((paragraph) => lines.push(paragraph.textContent));
      return lines.join("\n");
    },
    dispatchTransaction(transaction) {
      view.updateState(view.state.apply(transaction));
      if (!transaction.docChanged) return;
      quiet = true;
      field.value = textOf(view.state.doc);
      field.dispatchEvent(new Event("input", { bubbles: true }));
      quiet = false;
      outline(field, view);
    },
  });
  field.before(
    toolbar(field, (command) => {
      command(view.state, view.dispatch);
      view.focus();
    }),
  );
  field.before(room);
  field.hidden = true;
  document.getElementById("text-label")?.addEventListener("click", () => view.focus());
  // a draft kept by the browser is put back into the field
  field.form?.addEventListener("input", () => {
    if (quiet || field.value === textOf(view.state.doc)) return;
    const doc = docOf(field.value);
    view.dispatch(view.state.tr.replaceWith(0, view.state.doc.content.size, doc.content));
  });
  outline(field, view);
}

for (const field of document.querySelectorAll("textarea[data-editor]")) edit(field);
