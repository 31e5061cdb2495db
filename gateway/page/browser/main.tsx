import { render } from "preact";
import { App } from "./app";
import { RequestList } from "./request-list";

const list = new RequestList();
list.follow("/_gateway/events");
const root = document.getElementById("app");
if (root !== null) render(<App list={list} />, root);
