// As AWS Lambda is given one.
import { main } from "./program.mjs";

export const handler = async () => {
  await main();
  return { statusCode: 200 };
};
