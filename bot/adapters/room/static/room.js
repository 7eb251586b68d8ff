// Makes the room live: presses without a reload, new messages as they come, completion.
// It decides nothing; without it every form still works by a plain POST.
"use strict";
(() => {
  const body = document.body, feed = document.getElementById("feed");
  const pane = document.getElementById("private"), replies = document.getElementById("replies");
  const opening = document.getElementById("open");
  const notice = document.getElementById("notice"), say = document.getElementById("say");
  const words = document.getElementById("words"), group = body.dataset.group;
  const commands = JSON.parse(document.getElementById("commands").textContent);
  const narrow = matchMedia("(max-width: 899px)");
  body.classList.add("live");
  const shown = new Map();
  let opener = null;

  const tell = (text) => { notice.textContent = text; notice.hidden = !text; };

  // Times in the reader's own zone; the server wrote the group's.
  const localise = (root) => {
    for (const time of root.querySelectorAll("time[datetime]")) {
      const at = new Date(time.dateTime), day = { weekday: "short", day: "numeric", month: "short" };
      const clock = { hour: "2-digit", minute: "2-digit" };
      time.textContent = at.toLocaleString([], time.dataset.day === "1" ? { ...day, ...clock } : clock);
    }
  };

  // Ordering: the selects become a list with buttons that move a step up or down.
  const sortable = (root) => {
    for (const field of root.querySelectorAll('fieldset[data-mode="order"]')) {
      const selects = [...field.querySelectorAll("select")];
      if (!selects.length) continue;
      const name = selects[0].name, list = document.createElement("ol");
      list.className = "sorted";
      for (const option of selects.map((each) => each.selectedOptions[0])) {
        const row = document.createElement("li"), text = document.createElement("span");
        const value = document.createElement("input");
        value.type = "hidden"; value.name = name; value.value = option.value;
        text.textContent = option.text;
        row.append(value, text);
        for (const [sign, step] of [["↑", -1], ["↓", 1]]) {
          const button = document.createElement("button");
          button.type = "button"; button.textContent = sign;
          button.setAttribute("aria-label", `${step < 0 ? "Earlier" : "Later"}: ${option.text}`);
          button.addEventListener("click", () => {
            if (step < 0 && row.previousElementSibling) row.previousElementSibling.before(row);
            if (step > 0 && row.nextElementSibling) row.nextElementSibling.after(row);
            button.focus();
          });
          row.append(button);
        }
        list.append(row);
      }
      field.querySelectorAll(".pick").forEach((each) => each.remove());
      field.append(list);
    }
  };

  // Multiple response: exactly so many ticks, said in words and never by taking a tick away.
  const counted = (field) => {
    const wanted = Number(field.dataset.count), boxes = [...field.querySelectorAll("input")];
    const ticked = boxes.filter((box) => box.checked).length;
    const left = wanted - ticked;
    boxes[0].setCustomValidity(left === 0 ? "" : left > 0 ? `Choose ${left} more.` : `${-left} too many.`);
    return left === 0;
  };

  const dress = (root) => { localise(root); sortable(root); };
  const atEnd = (box) => box.scrollHeight - box.scrollTop - box.clientHeight < 120;
  const html = (text) => { const t = document.createElement("template"); t.innerHTML = text; return t.content; };

  const title = (box) => box.querySelector("h3, h4")?.textContent;
  // Where the same question comes back changed, whoever pressed is left where they were: the
  // button they pressed, or the one in its place. A remark or an error is read from the top.
  const again = (section, was, place) => {
    if (!was || was !== title(section) || section.querySelector('.note, [aria-invalid="true"]')) return null;
    const buttons = [...section.querySelectorAll("button")], name = opener?.getAttribute("aria-label");
    return buttons.find((each) => each.getAttribute("aria-label") === name) ?? buttons[place];
  };

  const show = (each, focus, sent = "") => {
    let section = document.getElementById(each.id);
    replies.querySelector(".empty")?.remove();
    if (!section) {
      section = document.createElement("section");
      section.className = "reply"; section.id = each.id; section.tabIndex = -1;
    }
    // The same reply comes twice: as the answer to a press, and to every page of its owner.
    if (shown.get(each.id) !== each.html) {
      shown.set(each.id, each.html);
      const isLast = replies.lastElementChild === section;
      const was = isLast && title(section), place = [...section.querySelectorAll("button")].indexOf(opener);
      section.replaceChildren(html(each.html));
      if (!isLast) replies.append(section);
      dress(section);
      section.left = place < 0 ? null : again(section, was, place);
    }
    if (!focus) return;
    open();
    // Shown before by the live line, and somebody is at it already, or at their next words.
    const typing = document.activeElement === say && say.value && say.value !== sent;
    if (typing || section.contains(document.activeElement)) return;
    if (section.left?.isConnected) { section.left.focus({ preventScroll: true }); section.left = null; return; }
    section.scrollIntoView({ block: "start" });
    // A form that came back with an error is taken up where the error is.
    const wrong = section.querySelector('[aria-invalid="true"]');
    const input = wrong?.matches("fieldset") ? wrong.querySelector("input, select") : wrong;
    (input || section).focus({ preventScroll: !input });
  };

  const open = () => { pane.classList.remove("closed"); opening.classList.remove("new"); };
  opening.addEventListener("click", () => { opener = opening; open(); replies.lastElementChild?.scrollIntoView({ block: "start" }); });
  const close = () => { pane.classList.add("closed"); opener?.isConnected && opener.focus(); };
  document.getElementById("close").addEventListener("click", close);
  document.addEventListener("keydown", (event) => {
    const open = narrow.matches && !pane.classList.contains("closed");
    if (event.key === "Escape" && open && event.target !== say) close();
  });

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.matches("[data-act]")) return;
    event.preventDefault();
    for (const field of form.querySelectorAll('fieldset[data-mode="many"]')) {
      if (!counted(field)) { form.reportValidity(); return; }
    }
    const button = event.submitter, data = new FormData(form);
    if (button?.name) data.set(button.name, button.value);
    if (form.dataset.busy) return;
    const sent = form.classList.contains("say") ? say.value : "";
    form.dataset.busy = "1"; opener = button;
    button?.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch("/act", { method: "POST", headers: { "X-Cohort-Token": body.dataset.token }, body: new URLSearchParams(data) });
      const said = await answer.json();
      tell(said.notice || "");
      for (const each of said.private) show(each, true, sent);
      if (sent) { history.unshift(sent); back = -1; if (say.value === sent) say.value = ""; }
    } catch {
      tell("The room did not answer. What you locked is kept; press again in a moment.");
    } finally {
      delete form.dataset.busy;
      button?.removeAttribute("aria-busy");
    }
  });
  document.addEventListener("change", (event) => {
    const field = event.target.closest('fieldset[data-mode="many"]');
    if (field) counted(field);
    if (event.target.id === "member") event.target.form.submit();
  });

  // Live messages. After a break in the line the feed is fetched anew: nothing is missed.
  const put = (each) => {
    const kept = document.getElementById(each.id);
    if (kept) { swap(kept.querySelector(".body"), each.html); return; }
    document.getElementById("empty")?.remove();
    const parent = each.parent && document.getElementById(each.parent);
    const message = document.createElement("article"), end = atEnd(feed);
    message.className = "message"; message.id = each.id;
    message.append(html(`<header><strong>Cohort</strong> <time datetime="${each.at}" data-day="1"></time></header><div class="body"></div>`));
    message.querySelector(".body").append(html(each.html));
    if (parent) {
      const thread = parent.querySelector("details.thread");
      thread.hidden = false;
      thread.querySelector(".replies").append(message);
    } else {
      message.append(html('<details class="thread" hidden><summary>Thread</summary><div class="replies"></div></details>'));
      feed.append(message);
      if (end) message.scrollIntoView({ block: "start" });
    }
    dress(message);
  };
  const swap = (box, text) => {
    const held = document.activeElement, name = box.contains(held) ? held.getAttribute("aria-label") : null;
    box.replaceChildren(html(text));
    dress(box);
    if (name) [...box.querySelectorAll("button")].find((each) => each.getAttribute("aria-label") === name)?.focus();
  };
  let broken = false;
  const live = new EventSource(`/live?group=${encodeURIComponent(group)}`);
  for (const kind of ["message", "edit"]) live.addEventListener(kind, (event) => put(JSON.parse(event.data)));
  live.addEventListener("private", (event) => show(JSON.parse(event.data), false));
  live.addEventListener("told", (event) => { show(JSON.parse(event.data), false); opening.classList.add("new"); });
  live.addEventListener("error", () => { broken = true; tell("Reconnecting…"); });
  live.addEventListener("open", async () => {
    if (!broken) return;
    broken = false;
    const page = await (await fetch(`/?group=${encodeURIComponent(group)}`)).text();
    const fresh = new DOMParser().parseFromString(page, "text/html");
    body.dataset.token = fresh.body.dataset.token;
    for (const field of document.querySelectorAll('input[name="token"]')) field.value = body.dataset.token;
    for (const message of fresh.querySelectorAll("#feed > .message")) {
      const kept = document.getElementById(message.id);
      kept ? kept.replaceWith(message) : feed.append(message);
      dress(message);
    }
    tell("");
  });

  // Completion of what stands after /study.
  const history = [];
  let back = -1, picked = -1;
  const offer = () => {
    const typed = say.value.trim().toLowerCase();
    const found = commands.filter((each) => each.text.startsWith(typed) && each.text !== typed).slice(0, 9);
    words.replaceChildren(...found.map((each, number) => {
      const row = document.createElement("li"), help = document.createElement("small");
      row.id = `word-${number}`; row.setAttribute("role", "option");
      row.setAttribute("aria-selected", "false");
      row.textContent = each.text; help.textContent = each.help; row.append(help);
      row.addEventListener("mousedown", (event) => { event.preventDefault(); take(each.text); });
      row.dataset.text = each.text;
      return row;
    }));
    picked = -1;
    words.hidden = !found.length || document.activeElement !== say;
    say.setAttribute("aria-expanded", String(!words.hidden));
    say.removeAttribute("aria-activedescendant");
  };
  const take = (text) => { say.value = text; words.hidden = true; say.setAttribute("aria-expanded", "false"); say.focus(); };
  const move = (step) => {
    const rows = [...words.children];
    picked = (picked + step + rows.length) % rows.length;
    rows.forEach((row, number) => row.setAttribute("aria-selected", String(number === picked)));
    rows[picked].scrollIntoView({ block: "nearest" });
    say.setAttribute("aria-activedescendant", rows[picked].id);
  };
  say.addEventListener("input", offer);
  say.addEventListener("focus", offer);
  say.addEventListener("blur", () => { words.hidden = true; say.setAttribute("aria-expanded", "false"); });
  say.addEventListener("keydown", (event) => {
    const open = !words.hidden, row = words.children[picked];
    if (event.key === "Escape" && open) { words.hidden = true; event.stopPropagation(); return; }
    if (event.key === "ArrowUp" && !say.value && history.length) {
      back = Math.min(back + 1, history.length - 1); say.value = history[back]; event.preventDefault(); return;
    }
    if (!open) return;
    if (event.key === "ArrowDown") { move(1); event.preventDefault(); }
    else if (event.key === "ArrowUp") { move(-1); event.preventDefault(); }
    else if (event.key === "Tab" && !event.shiftKey) { take((row || words.children[0]).dataset.text); event.preventDefault(); }
    else if (event.key === "Enter" && row) { take(row.dataset.text); event.preventDefault(); }
  });

  dress(document);
  // On a phone the sheet would hide the question that one came for.
  if (narrow.matches) pane.classList.add("closed");
  feed.lastElementChild?.scrollIntoView({ block: "start" });
  if (replies.querySelector(".reply")) replies.lastElementChild.scrollIntoView({ block: "start" });
})();
