import { type Strategy, strategies } from "../lib/chat-message";

interface StrategyPickerProps {
  readonly value: Strategy;
  readonly onChange: (value: Strategy) => void;
}

/** What the provider of the next answer is chosen by. */
export function StrategyPicker({ value, onChange }: StrategyPickerProps) {
  return (
    <fieldset className="strategies">
      <legend>Route by</legend>
      {strategies.map((strategy) => (
        <label key={strategy.value}>
          <input
            type="radio"
            name="strategy"
            checked={strategy.value === value}
            onChange={() => onChange(strategy.value)}
          />
          <span className="option">{strategy.label}</span>
        </label>
      ))}
    </fieldset>
  );
}
