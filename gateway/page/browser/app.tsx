import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { FaultDialog } from "./fault-dialog";
import { type Filter, filtered, noFilter } from "./filter";
import { FilterBar } from "./filter-bar";
import { Overview } from "./overview";
import type { RequestList } from "./request-list";
import { RequestPanel } from "./request-panel";
import { RequestTable } from "./request-table";
import { SendDialog } from "./send-dialog";
import { type Theme, useTheme } from "./theme";

type Dialog = "send" | "fault" | undefined;

/** The whole page: figures, filters, the list, and the request that was chosen from it. */
export function App({ list }: { readonly list: RequestList }) {
  const [, redraw] = useState(0);
  const [filter, setFilter] = useState<Filter>(noFilter);
  const [chosen, choose] = useState<number>();
  const [dialog, open] = useState<Dialog>();
  // The browser tells of a dialog's end a little later, when a key may have opened the next one.
  const close = (which: Dialog) => open((current) => (current === which ? undefined : current));
  const [theme, nextTheme] = useTheme();
  const search = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const draw = () => redraw((turn) => turn + 1);
    // What has changed since the first drawing was told to nobody.
    draw();
    return list.onChange(draw);
  }, [list]);
  useShortcuts({
    "/": () => search.current?.focus(),
    n: () => open("send"),
    f: () => open("fault"),
    t: nextTheme,
  });
  const all = list.latestFirst;
  const shown = useMemo(() => filtered(all, filter), [all, filter]);
  const request = chosen === undefined ? undefined : list.get(chosen);
  return (
    <>
      <Header connected={list.connected} theme={theme} onTheme={nextTheme} onOpen={open} />
      <Overview requests={all} />
      <FilterBar
        requests={all}
        shown={shown.length}
        filter={filter}
        onChange={setFilter}
        searchRef={search}
      />
      <main class={request === undefined ? "alone" : ""}>
        <RequestTable requests={shown} chosen={chosen} onChoose={choose} empty={all.length === 0} />
        {request && <RequestPanel key={request.index} summary={request} onClose={() => choose(undefined)} />}
      </main>
      {dialog === "send" && <SendDialog onClose={() => close("send")} />}
      {dialog === "fault" && <FaultDialog onClose={() => close("fault")} />}
    </>
  );
}

interface HeaderProps {
  readonly connected: boolean;
  readonly theme: Theme;
  readonly onTheme: () => void;
  readonly onOpen: (dialog: Dialog) => void;
}

function Header({ connected, theme, onTheme, onOpen }: HeaderProps) {
  return (
    <header>
      <h1>
        <span class="mark" aria-hidden="true" /> Auriko <em>local gateway</em>
      </h1>
      <output class={connected ? "live" : "live gone"}>{connected ? "live" : "not connected"}</output>
      <span class="space" />
      <button type="button" class="primary" onClick={() => onOpen("send")}>
        Send a request <kbd>n</kbd>
      </button>
      <button type="button" onClick={() => onOpen("fault")}>
        Next fault <kbd>f</kbd>
      </button>
      <button type="button" onClick={onTheme} aria-label={`Theme: ${theme}`}>
        {{ system: "◐", light: "☀", dark: "☾" }[theme]} <kbd>t</kbd>
      </button>
    </header>
  );
}

/** Single keys, where nothing is being typed and no dialog is open. */
function useShortcuts(actions: Readonly<Record<string, () => void>>): void {
  const latest = useRef(actions);
  latest.current = actions;
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      const { target } = event;
      const typing = target instanceof Element && isForTyping(target);
      const action = latest.current[event.key];
      if (typing || event.ctrlKey || event.metaKey || event.altKey || action === undefined) return;
      event.preventDefault();
      action();
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, []);
}

/** A field of a dialog that has just been closed keeps the focus for a moment; what is pressed then is not for it. */
function isForTyping(target: Element): boolean {
  const dialog = target.closest("dialog");
  return dialog === null ? target.closest("input, textarea, select") !== null : dialog.open;
}
