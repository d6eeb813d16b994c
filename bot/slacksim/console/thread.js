// The thread panel: the first message, its replies, and a box to answer in.
import { h, show } from "./dom.js";
import { icon } from "./icons.js";
import { emit, on, store } from "./store.js";
import { messageNode } from "./message.js";
import { composer } from "./composer.js";

// threadPanel shows the thread that is open in the store, beside the conversation.
export function threadPanel(root) {
  const list = h("div", { class: "message-list", role: "list", "aria-label": "Replies" });
  const scroller = h("div", { class: "scroller" }, list);
  const close = () => {
    store.thread = null;
    emit("thread");
  };
  const write = composer({ thread: () => (store.thread ? store.thread.ts : "") });
  const closer = h("button", { type: "button", class: "icon-button", "aria-label": "Close thread", onclick: close }, icon("close"));
  show(root, h("header", { class: "thread-head" }, h("h2", null, "Thread"), closer), scroller, write.node);
  root.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
  });

  function render() {
    const thread = store.thread;
    root.hidden = !thread;
    document.body.classList.toggle("thread-open", Boolean(thread));
    if (!thread) return;
    const all = store.messages.get(thread.channel) || [];
    const parent = all.find((m) => m.ts === thread.ts);
    const replies = all.filter((m) => m.thread_ts === thread.ts && m.ts !== thread.ts);
    show(list, parent ? messageNode(parent, { channel: thread.channel, inThread: true }) : null,
      h("div", { class: "day", role: "separator" }, h("span", null, `${replies.length} ${replies.length === 1 ? "reply" : "replies"}`)),
      replies.map((m) => messageNode(m, { channel: thread.channel, inThread: true })));
    scroller.scrollTop = scroller.scrollHeight;
  }

  on("thread", () => {
    render();
    if (store.thread) {
      write.open();
      root.querySelector("textarea").focus();
    }
  });
  on("messages state", render);
}
