import { useEffect, useState } from "preact/hooks";

/** Which colours: those of the system, or one's own choice. */
export type Theme = "system" | "light" | "dark";

const NEXT: Readonly<Record<Theme, Theme>> = { system: "light", light: "dark", dark: "system" };

/** The theme and the way to the next one; the choice is remembered. */
export function useTheme(): [Theme, () => void] {
  const [theme, set] = useState<Theme>(() => remembered());
  useEffect(() => {
    const root = document.documentElement;
    if (theme === "system") root.removeAttribute("data-theme");
    else root.dataset.theme = theme;
    localStorage.setItem("theme", theme);
  }, [theme]);
  return [theme, () => set(NEXT[theme])];
}

function remembered(): Theme {
  const theme = localStorage.getItem("theme");
  return theme === "light" || theme === "dark" ? theme : "system";
}
