import { type Case, get, streaming } from "./case";

const secret = { authorization: "Bearer secret", cookie: "a=1", "proxy-authorization": "p", "x-keep": "1" };
const typed = { "content-type": "text/x", "x-keep": "1" };

/** Where it leads. */
export const redirectCases: Case[] = [
  ...["/301", "/302", "/303", "/307", "/308"].flatMap((path) => [
    { what: `${path} for GET`, run: get(path) },
    { what: `${path} for POST`, run: get(path, { method: "POST", body: "kept?", headers: typed }) },
    { what: `${path} for PUT`, run: get(path, { method: "PUT", body: "kept?" }) },
    { what: `${path} by hand`, run: get(path, { redirect: "manual" }) },
    { what: `${path} forbidden`, run: get(path, { redirect: "error" }) },
  ]),
  ...[
    ...["/nowhere", "/relative", "/loop", "/to-data", "/to-nonsense", "/to-ftp", "/utf8-location"],
    "/to-credentials",
  ].map((path) => ({ what: path, run: get(path) })),
  { what: "/nowhere forbidden", run: get("/nowhere", { redirect: "error" }) },
  ...["/elsewhere", "/elsewhere-302"].map((path) => ({
    what: `${path} takes no credentials along`,
    run: get(path, { method: "POST", body: "x", headers: secret }),
  })),
  { what: "a stream that would have to be sent again", answerOnly: true, run: get("/307", streaming) },
];
