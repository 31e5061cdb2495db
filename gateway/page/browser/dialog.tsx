import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";

interface Props {
  readonly title: string;
  readonly onClose: () => void;
  readonly onSubmit: () => void;
  readonly action: string;
  readonly message: string | undefined;
  readonly children: ComponentChildren;
}

/** A form above the page: Escape closes it, Enter or Ctrl+Enter sends it. */
export function Dialog({ title, onClose, onSubmit, action, message, children }: Props) {
  const box = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const { current } = box;
    if (current?.open === false) current.showModal();
    current?.addEventListener("close", onClose);
    return () => current?.removeEventListener("close", onClose);
  }, [onClose]);
  return (
    <dialog
      ref={box}
      aria-label={title}
      onKeyDown={(event) => {
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) onSubmit();
      }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onSubmit();
        }}
      >
        <h2>{title}</h2>
        {children}
        <p class="message" role="status">
          {message}
        </p>
        <footer>
          <button type="button" onClick={() => box.current?.close()}>
            Close
          </button>
          <button type="submit" class="primary">
            {action}
          </button>
        </footer>
      </form>
    </dialog>
  );
}
