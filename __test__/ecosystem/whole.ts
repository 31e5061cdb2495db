/** Whether all cases are run, as `npm run test:ecosystem` does, or the few that `npm test` has time for. */
export const whole = process.env.AURIKO_ECOSYSTEM === "whole";
