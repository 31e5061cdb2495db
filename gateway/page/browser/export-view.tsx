import { useState } from "preact/hooks";
import type { RequestDetail } from "../request-detail";
import { asCurl, asFixture, asTest } from "./exports";

/** A request to take along: as a command, as a test and as a fixture. None of them holds a key. */
export function ExportView({ detail }: { readonly detail: RequestDetail }) {
  return (
    <>
      <Export title="curl" file="request.sh" text={asCurl(detail, location.origin)} />
      <Export title="Test" file="request.test.ts" text={asTest(detail)} />
      <Export title="Fixture" file="fixture.json" text={asFixture(detail)} />
    </>
  );
}

function Export({
  title,
  file,
  text,
}: {
  readonly title: string;
  readonly file: string;
  readonly text: string;
}) {
  const [done, setDone] = useState("");
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setDone("copied"),
      () => setDone("not allowed"),
    );
  const save = () => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text]));
    link.download = file;
    link.click();
    URL.revokeObjectURL(link.href);
  };
  return (
    <section class="export">
      <h3>
        {title} <output>{done}</output>
        <button type="button" onClick={copy}>
          Copy
        </button>
        <button type="button" onClick={save}>
          Save {file}
        </button>
      </h3>
      <pre>{text}</pre>
    </section>
  );
}
