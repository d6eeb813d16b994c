// Talks to the simulator's control interface: JSON calls and the live event stream.
import { setNow } from "./dates.js";

// call sends one request and returns its JSON; a refusal or a broken connection throws an Error whose message can be shown.
export async function call(method, path, body) {
  const init = { method, headers: {} };
  if (body instanceof FormData) init.body = body;
  else if (body !== undefined) {
    init.headers["Content-Type"] = "application/json";
    init.body = JSON.stringify(body);
  }
  let response;
  try {
    response = await fetch(path, init);
  } catch {
    throw new Error("The simulator cannot be reached.");
  }
  let answer = null;
  try {
    answer = await response.json();
  } catch {
    throw new Error(`The simulator answered ${response.status} without JSON.`);
  }
  if (!response.ok || answer.ok === false) throw new Error(answer.error || `The simulator answered ${response.status}.`);
  return answer;
}

const enc = encodeURIComponent;

// as returns the calls one person can make.
export function as(person) {
  const base = `/sim/people/${enc(person)}`;
  const post = (verb) => (body) => call("POST", `${base}/${verb}`, body || {});
  return {
    conversations: () => call("GET", `${base}/conversations`),
    messages: (channel, before) => call("GET", `${base}/messages?channel=${enc(channel)}&limit=100${before ? `&before=${enc(before)}` : ""}`),
    modal: () => call("GET", `${base}/modal`),
    home: () => call("GET", `${base}/home`),
    slash: post("slash"),
    message: post("message"),
    react: post("react"),
    open: post("open"),
    read: post("read"),
    press: post("press"),
    fill: post("fill"),
    submit: post("submit"),
    close: post("close"),
    options: post("options"),
    shortcut: post("shortcut"),
    messageShortcut: post("message-shortcut"),
    upload: (file) => {
      const form = new FormData();
      form.append("file", file, file.name);
      return call("POST", `${base}/files`, form);
    },
  };
}

// readState reads everything that does not depend on a person, the time included.
export async function readState() {
  const state = await call("GET", "/sim/state");
  setNow(state.now);
  return state;
}

export const runAction = (id) => call("POST", `/sim/actions/${enc(id)}`, {});

// listen opens the event stream of a person; onOpen runs at every (re)connection, so that the caller reads everything again.
export function listen(person, { onEvent, onOpen, onLost }) {
  let source = null;
  let timer = 0;
  let wait = 500;
  let stopped = false;
  const connect = () => {
    source = new EventSource(`/sim/people/${enc(person)}/events`);
    source.onopen = () => {
      wait = 500;
      onOpen();
    };
    source.onmessage = (event) => {
      let data = null;
      try {
        data = JSON.parse(event.data);
      } catch {
        return;
      }
      onEvent(data);
    };
    source.onerror = () => {
      source.close();
      if (stopped) return;
      onLost();
      timer = setTimeout(connect, wait);
      wait = Math.min(wait * 2, 8000);
    };
  };
  connect();
  return () => {
    stopped = true;
    clearTimeout(timer);
    source.close();
  };
}
