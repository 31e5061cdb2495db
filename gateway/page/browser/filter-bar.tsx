import type { Ref } from "preact";
import { useMemo } from "preact/hooks";
import type { RequestSummary } from "../request-summary";
import { type Filter, noFilter } from "./filter";
import { count } from "./format";

interface Props {
  readonly requests: readonly RequestSummary[];
  readonly shown: number;
  readonly filter: Filter;
  readonly onChange: (filter: Filter) => void;
  readonly searchRef: Ref<HTMLInputElement>;
}

const OUTCOMES = { all: "All", good: "Answered", failed: "Failed", faults: "Faults", open: "Open" } as const;

/** What is on show, and how to show less of it. */
export function FilterBar({ requests, shown, filter, onChange, searchRef }: Props) {
  const providers = useMemo(() => valuesOf(requests, "provider"), [requests]);
  const strategies = useMemo(() => valuesOf(requests, "strategy"), [requests]);
  const change = (part: Partial<Filter>) => onChange({ ...filter, ...part });
  return (
    // biome-ignore lint/a11y/useSemanticElements: the types of preact don't know <search> yet
    <div role="search" class="filters">
      <input
        ref={searchRef}
        type="search"
        placeholder="Filter by model, provider, path, status …   /"
        aria-label="Filter requests"
        value={filter.text}
        onInput={({ currentTarget }) => change({ text: currentTarget.value })}
        onKeyDown={(event) => {
          if (event.key === "Escape") event.currentTarget.blur();
        }}
      />
      <fieldset class="choice">
        <legend>Outcome</legend>
        {Object.entries(OUTCOMES).map(([outcome, label]) => (
          <label key={outcome}>
            <input
              type="radio"
              name="outcome"
              checked={filter.outcome === outcome}
              onChange={() => change({ outcome: outcome as Filter["outcome"] })}
            />
            <span>{label}</span>
          </label>
        ))}
      </fieldset>
      <Choice
        label="Any provider"
        values={providers}
        value={filter.provider}
        onChange={(provider) => change({ provider })}
      />
      <Choice
        label="Any strategy"
        values={strategies}
        value={filter.strategy}
        onChange={(strategy) => change({ strategy })}
      />
      <output>
        {shown === requests.length ? count(shown) : `${count(shown)} of ${count(requests.length)}`} requests
      </output>
      {filter !== noFilter && (
        <button type="button" onClick={() => onChange(noFilter)}>
          Clear
        </button>
      )}
    </div>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly values: readonly string[];
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function Choice({ label, values, value, onChange }: ChoiceProps) {
  return (
    <select aria-label={label} value={value} onChange={({ currentTarget }) => onChange(currentTarget.value)}>
      <option value="">{label}</option>
      {values.map((one) => (
        <option key={one} value={one}>
          {one}
        </option>
      ))}
    </select>
  );
}

function valuesOf(requests: readonly RequestSummary[], field: "provider" | "strategy"): string[] {
  const values = new Set<string>();
  for (const { [field]: value } of requests) if (value !== undefined) values.add(value);
  return [...values].sort();
}
